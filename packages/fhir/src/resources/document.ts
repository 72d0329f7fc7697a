import type { DocumentReference } from '@medplum/fhirtypes';
import type { Document } from '@solway/record';
import type { About } from './about.ts';
import { present, words } from './present.ts';

/** That a document exists, what it is called and when: its content stays where it is. */
export function documentOf({ title, kind, date }: Document, { patient, owner }: About): DocumentReference {
  return present<DocumentReference>({
    resourceType: 'DocumentReference',
    status: 'current',
    type: kind === undefined ? undefined : words(kind),
    subject: patient,
    custodian: { display: owner },
    description: title,
    content: [
      { attachment: present<DocumentReference['content'][number]['attachment']>({ title, creation: date }) },
    ],
  });
}
