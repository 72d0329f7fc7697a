import { notOfThisItem } from '../mapping/outcome.ts';
import { at, isObject, listAt, textAt } from './json.ts';
import { mappingOf, type ResourceReader } from './resource-reader.ts';

export const mapLetter = mappingOf('letters', 'DocumentReference', 'subject', (document, read) => {
  if (document['status'] === 'superseded') return notOfThisItem('superseded');
  const kind = read.concept(document['type'], 'kind');
  const title =
    read.text(document['description'], 'title') ??
    read.text(at(document, 'content', 0, 'attachment', 'title'), 'title') ??
    kind;
  if (title === undefined) return read.missing('title');
  return read.shown({
    title,
    kind: kind === title ? undefined : kind,
    date:
      read.date(document['date'], 'date') ?? read.date(at(document, 'context', 'period', 'start'), 'date'),
  });
});

const NO_RESULT = new Set(['cancelled', 'registered']);
const RESULT_CATEGORIES = new Set(['laboratory', 'vital-signs']);

export const mapResult = mappingOf('results', 'Observation', 'subject', (observation, read) => {
  if (NO_RESULT.has(textAt(observation, 'status') ?? '')) return notOfThisItem('no-result-yet');
  const categories = listAt(observation, 'category').flatMap((one) =>
    listAt(one, 'coding').flatMap((coding) => textAt(coding, 'code') ?? []),
  );
  if (!categories.some((code) => RESULT_CATEGORIES.has(code)))
    return notOfThisItem('not-laboratory-or-vital-signs');
  const name = read.concept(observation['code'], 'name');
  if (name === undefined) return read.missing('name');
  return read.shown({
    name,
    value: valueOf(observation, read) ?? componentsOf(observation, read),
    date:
      read.date(observation['effectiveDateTime'], 'date') ??
      read.date(at(observation, 'effectivePeriod', 'start'), 'date') ??
      read.date(observation['effectiveInstant'], 'date'),
  });
});

export const mapNursingNote = mappingOf(
  'nursing-notes',
  'Communication',
  'subject',
  (communication, read) => {
    const text = read
      .list(communication['payload'], 'text')
      .flatMap((payload) => read.text(at(payload, 'contentString'), 'text', 'note') ?? [])
      .join('\n');
    if (text === '') return read.missing('text');
    const heading =
      read.concept(communication['topic'], 'heading') ??
      read.firstConcept(communication['category'], 'heading');
    return read.shown({
      heading: heading ?? '',
      text,
      date: read.date(communication['sent'], 'date') ?? read.date(communication['received'], 'date'),
    });
  },
);

type Read = ResourceReader<'results'>;

function valueOf(holder: unknown, read: Read): string | undefined {
  const quantity = at(holder, 'valueQuantity');
  if (isObject(quantity)) return quantityInWords(quantity, read);
  for (const whole of ['valueInteger', 'valueBoolean']) {
    const value = at(holder, whole);
    if (typeof value === 'number' || typeof value === 'boolean') return wordsFor(value);
  }
  return (
    read.concept(at(holder, 'valueCodeableConcept'), 'value') ??
    read.text(at(holder, 'valueString'), 'value', 'detail') ??
    read.text(at(holder, 'valueDateTime'), 'value') ??
    read.firstConcept([at(holder, 'dataAbsentReason')], 'value')
  );
}

function componentsOf(observation: unknown, read: Read): string | undefined {
  const parts = read.list(at(observation, 'component'), 'component').flatMap((component) => {
    const name = read.concept(at(component, 'code'), 'component');
    const value = valueOf(component, read);
    return name === undefined || value === undefined ? [] : `${name} ${value}`;
  });
  return parts.length === 0 ? undefined : parts.join(', ');
}

function quantityInWords(quantity: Readonly<Record<string, unknown>>, read: Read): string | undefined {
  const { value } = quantity;
  if (typeof value !== 'number') return read.unreadable('value', 'has no number');
  const unit = read.text(quantity['unit'], 'unit') ?? read.text(quantity['code'], 'unit');
  const comparator = read.text(quantity['comparator'], 'comparator') ?? '';
  // Machines write 171.43529167345355; nobody measures that. Four significant figures at the least are kept.
  const number = Number.isInteger(value)
    ? String(value)
    : String(Number(value.toPrecision(Math.max(4, whole(value)))));
  return [comparator + number, unit].filter((part) => part !== undefined).join(' ');
}

function whole(value: number): number {
  return Math.min(15, Math.trunc(Math.abs(value)).toString().length + 2);
}

function wordsFor(value: number | boolean): string {
  if (typeof value === 'number') return String(value);
  return value ? 'yes' : 'no';
}
