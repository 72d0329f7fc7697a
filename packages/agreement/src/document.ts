import { type DocumentPart, formatDate, type IsoDate, type PlainDocument } from '@solway/kernel';
import type { Direction } from '@solway/record';
import { digest } from './digest.ts';
import { employersOf, expandRoles, roleWords } from './roles.ts';
import type { Agreement, Clause, Party } from './schema.ts';
import { DOCUMENT } from './wording-document.ts';
import { capital, ITEM_WORDS, listed, spaced } from './wording.ts';

/**
 * An agreement as people read and sign it: every section of the Scottish template in its order, the reference
 * table opened out in words, and the appendices by level. Pure; nothing of the agreement is left out but codes.
 */
export function documentOf(agreement: Agreement): PlainDocument {
  return {
    title: agreement.title,
    identity: DOCUMENT.identity(agreement.version, agreement.level, digest(agreement)),
    parts: [
      ...section('parties', agreement.parties.flatMap(partyParts)),
      ...section('scope', [paragraph(agreement.scope)]),
      ...section('purpose', [
        paragraph(agreement.purpose.words),
        facts(
          Object.entries(agreement.purpose.purposes).map(([name, { words, protection }]) => [
            capital(spaced(name)),
            protection ? `${words} ${DOCUMENT.protects}` : words,
          ]),
        ),
      ]),
      ...section('legalBasis', basisParts(agreement)),
      ...section('informationShared', [
        paragraph(agreement.informationShared.words),
        ...(['council-to-health', 'health-to-council'] as const).flatMap((direction) =>
          clauseParts(agreement, direction),
        ),
        ...roleParts(agreement),
      ]),
      ...section('dataFlows', flowParts(agreement)),
      ...section('impactAssessments', assessmentParts(agreement)),
      ...section('transparency', [paragraph(agreement.transparency)]),
      ...section('accuracy', [paragraph(agreement.accuracy)]),
      ...section('retention', [paragraph(agreement.retention)]),
      ...section('rights', [paragraph(agreement.rights)]),
      ...section('security', [
        paragraph(agreement.security.words),
        facts([[DOCUMENT.whenProofIsLate, DOCUMENT.late[agreement.security.whenProofIsLate]]]),
      ]),
      ...section('internationalTransfers', [paragraph(agreement.internationalTransfers)]),
      ...section('implementation', implementationParts(agreement)),
      ...section('training', trainingParts(agreement)),
      ...section('breakGlass', [
        paragraph(agreement.breakGlass.words),
        facts([
          [DOCUMENT.opens, listed(agreement.breakGlass.opens.map(spaced)) || DOCUMENT.nothing],
          [DOCUMENT.neverOpens, listed(agreement.breakGlass.never.map(spaced))],
          [DOCUMENT.forMinutes, String(agreement.breakGlass.minutes)],
        ]),
      ]),
      ...section('signOff', [
        paragraph(agreement.signOff),
        {
          kind: 'table',
          caption: DOCUMENT.officersCaption,
          heads: DOCUMENT.officerHeads,
          rows: agreement.parties.flatMap((party) =>
            party.signingOfficers.map(({ office, signsFor }) => [office, party.name, signsFor]),
          ),
        },
      ]),
      ...agreement.appendices
        .toSorted((a, b) => a.level - b.level)
        .flatMap((one) => appendixParts(agreement, one)),
    ],
  };
}

type Section = keyof typeof DOCUMENT.sections;

function section(name: Section, parts: readonly DocumentPart[]): readonly DocumentPart[] {
  return [{ kind: 'heading', level: 2, words: DOCUMENT.sections[name], id: name }, ...parts];
}

function paragraph(words: string): DocumentPart {
  return { kind: 'paragraph', words };
}

function facts(pairs: readonly (readonly [string, string])[]): DocumentPart {
  return { kind: 'facts', facts: pairs };
}

function partyParts(party: Party): readonly DocumentPart[] {
  return [
    { kind: 'heading', level: 3, words: party.name },
    facts([
      [DOCUMENT.controllerOf, party.controllerOf],
      [DOCUMENT.privacyContact, party.privacyContact],
      ...(party.level === undefined ? [] : [[DOCUMENT.agreedLevel, String(party.level)] as const]),
      ...(party.periods ?? []).map(
        ({ from, until }) =>
          [
            DOCUMENT.isParty,
            until === undefined ? `from ${day(from)}` : `${day(from)} to ${day(until)}`,
          ] as const,
      ),
    ]),
  ];
}

function basisParts(agreement: Agreement): readonly DocumentPart[] {
  return [
    paragraph(agreement.legalBasis.words),
    {
      kind: 'table',
      caption: DOCUMENT.sections.legalBasis,
      heads: DOCUMENT.basisHeads,
      rows: Object.entries(agreement.legalBasis.bases).map(([name, basis]) => [
        capital(spaced(name)),
        basis.law,
        basis.article6,
        basis.article9,
        listed(basis.covers.map(spaced)),
        basis.words,
      ]),
    },
  ];
}

function clauseParts(agreement: Agreement, direction: Direction): readonly DocumentPart[] {
  return [
    { kind: 'heading', level: 3, words: DOCUMENT.directions[direction] },
    {
      kind: 'table',
      caption: DOCUMENT.directions[direction],
      heads: DOCUMENT.clauseHeads,
      rows: agreement.informationShared[direction].map((clause) => clauseRow(agreement, clause)),
    },
  ];
}

function clauseRow(agreement: Agreement, clause: Clause): readonly string[] {
  const lifts = (clause.lifts ?? []).map((lift) =>
    DOCUMENT.lift(
      spaced(lift.mark),
      listed(lift.to.map((one) => namesIn(agreement, one))),
      listed(lift.purposes.map(spaced)),
      lift.why,
    ),
  );
  return [
    clause.clause,
    capital(ITEM_WORDS[clause.item].words),
    String(clause.level),
    listed(clause.to.map((one) => namesIn(agreement, one))),
    clause.purposes === undefined ? DOCUMENT.everyPurpose : listed(clause.purposes.map(spaced)),
    [clause.why, ...(clause.conditions ?? []), ...lifts].join(' '),
    listed(clause.legalBasis.map(spaced)),
    clause.frequency,
    clause.retention,
  ];
}

/** A role in its own words; a group by its name, which the table of groups opens out. */
function namesIn(agreement: Agreement, name: string): string {
  return employersOf(agreement, name) === undefined
    ? DOCUMENT.group(spaced(name))
    : roleWords(agreement, name);
}

function roleParts(agreement: Agreement): readonly DocumentPart[] {
  return [
    { kind: 'heading', level: 3, words: DOCUMENT.groups },
    facts(
      Object.entries(agreement.groups).map(([group]) => [
        capital(spaced(group)),
        listed([...expandRoles(agreement, [group])].map((role) => roleWords(agreement, role)).toSorted()),
      ]),
    ),
  ];
}

function flowParts(agreement: Agreement): readonly DocumentPart[] {
  return [
    paragraph(agreement.dataFlows.words),
    {
      kind: 'table',
      caption: DOCUMENT.sections.dataFlows,
      heads: DOCUMENT.flowHeads,
      rows: agreement.dataFlows.flows.map(({ from, to, how, safeguards }) => [
        partyName(agreement, from),
        partyName(agreement, to),
        how,
        safeguards,
      ]),
    },
  ];
}

function assessmentParts(agreement: Agreement): readonly DocumentPart[] {
  return [
    paragraph(agreement.impactAssessments.words),
    {
      kind: 'table',
      caption: DOCUMENT.sections.impactAssessments,
      heads: DOCUMENT.assessmentHeads,
      rows: agreement.impactAssessments.assessments.map(({ title, level, owner, outcome }) => [
        title,
        String(level),
        partyName(agreement, owner),
        outcome,
      ]),
    },
  ];
}

function implementationParts({ implementation }: Agreement): readonly DocumentPart[] {
  return [
    paragraph(implementation.words),
    facts([
      [DOCUMENT.start, day(implementation.start)],
      [DOCUMENT.end, day(implementation.end)],
      [DOCUMENT.review, DOCUMENT.reviewWithGrace(day(implementation.review), implementation.reviewGraceDays)],
      [DOCUMENT.workInstructions, implementation.workInstructions],
      [DOCUMENT.exceptionalSharing, implementation.exceptionalSharing],
    ]),
  ];
}

function trainingParts({ training }: Agreement): readonly DocumentPart[] {
  return [
    paragraph(training.words),
    facts([
      [DOCUMENT.course, training.course],
      [DOCUMENT.renewed, DOCUMENT.days(training.renewEveryDays)],
      [DOCUMENT.grace, DOCUMENT.days(training.graceDays)],
    ]),
    {
      kind: 'table',
      caption: DOCUMENT.withoutTraining,
      heads: DOCUMENT.withoutHeads,
      rows: training.without.map(({ states, levels, purposes, means }) => [
        listed(states.map((one) => DOCUMENT.trainingStates[one])),
        listed(levels.map(String)),
        purposes === undefined ? DOCUMENT.everyPurpose : listed(purposes.map(spaced)),
        DOCUMENT.means[means],
      ]),
    },
  ];
}

function appendixParts(
  agreement: Agreement,
  appendix: Agreement['appendices'][number],
): readonly DocumentPart[] {
  const items = (['council-to-health', 'health-to-council'] as const).flatMap((direction) =>
    agreement.informationShared[direction]
      .filter(({ level }) => level === appendix.level)
      .map(({ clause, item }) =>
        DOCUMENT.appendixItem(clause, ITEM_WORDS[item].words, DOCUMENT.directions[direction]),
      ),
  );
  return [
    { kind: 'heading', level: 2, words: DOCUMENT.appendix(appendix.title), id: `appendix-${appendix.level}` },
    paragraph(appendix.words),
    paragraph(appendix.level <= agreement.level ? DOCUMENT.shared : DOCUMENT.notShared),
    ...(items.length === 0 ? [] : [{ kind: 'list', items } as const]),
  ];
}

function partyName(agreement: Agreement, id: string): string {
  return agreement.parties.find((party) => party.id === id)?.name ?? id;
}

function day(date: string): string {
  return formatDate(date as IsoDate);
}
