/** What software that nobody here wrote found wrong, and what was done about it. */
export const FOUND: readonly { readonly by: string; readonly what: string; readonly done: string }[] = [
  {
    by: '@medplum/core, validator',
    what: 'a List that is a snapshot had dates on its entries (lst-3)',
    done: 'the date is in the entry’s words',
  },
  {
    by: 'HL7 validator',
    what: 'a CareTeam’s participant said for whom it acts, which only a Practitioner may (ctm-1); Medplum’s validator had passed it',
    done: 'the PractitionerRole names its organisation',
  },
  {
    by: 'HL7 validator',
    what: 'a Consent without dates had an empty provision',
    done: 'there is none then',
  },
  {
    by: 'HAPI FHIR server',
    what: 'the FHIR adapter searched Flag by status and category, which R4 does not have: every health alert was unavailable',
    done: 'flags are searched by patient alone, and sorted by the mapping',
  },
  {
    by: 'fhirclient',
    what: 'an app was sent back with `iss` (RFC 9207), which in SMART is the address of a FHIR service',
    done: 'it is left out: PKCE and one authorisation server stand against mix-up',
  },
  {
    by: '@medplum/core, client',
    what: 'a count over pages was wanted where the Bundle has no total, since some items were not shared',
    done: 'meant so, and told in the reference: count what is there',
  },
  {
    by: '@medplum/core, client',
    what: '`searchResources` hands on the OperationOutcome of a Bundle as if it were a match',
    done: 'meant so by FHIR: look at `search.mode`',
  },
];
