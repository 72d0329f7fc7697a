import { createHash, randomUUID } from 'node:crypto';
import { type Instant, type IsoDate, londonTime, readIsoDate } from '@solway/kernel';
import { isItemType } from '@solway/record';
import {
  appendEntry,
  boardFigures,
  type CountRow,
  type ReportBy,
  reportCounts,
  type ReportPeriod,
} from '@solway/store';
import { inWords, ITEM_NAMES, reportCsv, type ReportModel, type ReportTable, renderReportPage } from '@solway/web';
import { withoutSmall } from '@solway/watch';
import { frameOf, type Officer } from '../governance/officer.ts';
import type { Form } from '../routes/page-action.ts';
import type { ServerParts } from '../server.ts';

type Figures = Omit<ReportModel, 'frame'>;

export async function reportPage(parts: ServerParts, officer: Officer, form: Form = {}): Promise<string> {
  const figures = await figuresOf(parts, officer.organisation, periodOf(form, parts.walk.clock()));
  return renderReportPage({ ...figures, frame: frameOf(parts, officer, '/reports') });
}

/** The figures as a file; that it was taken out is an entry first. */
export async function reportFile(
  parts: ServerParts,
  officer: Officer,
  form: Form,
): Promise<{ readonly name: string; readonly text: string }> {
  const { db, clock } = parts.walk;
  const figures = await figuresOf(parts, officer.organisation, periodOf(form, clock()));
  const text = reportCsv(figures);
  await appendEntry(db, {
    id: randomUUID(),
    kind: 'export',
    at: clock(),
    organisation: officer.organisation,
    correlationId: officer.correlationId,
    what: 'report',
    digest: createHash('sha256').update(text).digest('hex'),
    by: { organisation: officer.organisation, role: officer.roles[0] ?? '' },
    personal: { user: { id: officer.userId, name: officer.name } },
  });
  return { name: `report-${figures.from}-${figures.to}.csv`, text };
}

/** The days asked for; the year so far where they are not days, or the wrong way round. */
function periodOf(form: Form, now: Instant): ReportPeriod {
  const today = londonTime(now).date;
  const from = readIsoDate(form['from'] ?? '');
  const to = readIsoDate(form['to'] ?? '');
  if (from === undefined || to === undefined || from > to)
    return { from: `${today.slice(0, 4)}-01-01` as IsoDate, to: today };
  return { from, to };
}

async function figuresOf(parts: ServerParts, organisation: string, period: ReportPeriod): Promise<Figures> {
  const { db, agreement } = parts.walk;
  const counts = (by: ReportBy, whose: 'own' | 'others') => reportCounts(db, organisation, by, whose, period);
  const own = await counts('purpose', 'own');
  const others = await counts('purpose', 'others');
  const clauses = [...(await counts('clause', 'own')), ...(await counts('clause', 'others'))];
  const { findings, misuse, releases, requests, answered } = await boardFigures(db, organisation, period);
  const sum = (rows: readonly CountRow[], outcome: string): number =>
    rows.filter((row) => row.outcome === outcome).reduce((total, row) => total + row.n, 0);
  const board: readonly (readonly [name: string, n: number])[] = [
    ['Pages shown to our staff', sum(own, 'disclosed')],
    ['Refused to our staff', sum(own, 'refused')],
    ['Emergencies opened by our staff', sum(own, 'break-glass')],
    ['Pages of our record shown to others', sum(others, 'disclosed')],
    ['Findings of misuse rules', findings],
    ['Misuse found', misuse],
    ['Accidental releases', releases],
    ['Requests for access', requests],
    ['Of these, answered', answered],
  ];
  const shared = agreement()?.compiled.agreement.informationShared;
  const all = [...(shared?.['council-to-health'] ?? []), ...(shared?.['health-to-council'] ?? [])];
  const used = new Set(clauses.map((row) => row.name));
  return {
    ...period,
    board: board.map(([name, n]) => ({ name, n: withoutSmall([n])[0] })),
    tables: [
      tableOf('own-purpose', 'Our staff’s looks, by purpose', own, LOOKS, inWords),
      tableOf('own-role', 'Our staff’s looks, by role', await counts('role', 'own'), LOOKS, inWords),
      tableOf('own-team', 'Our staff’s looks, by team', await counts('team', 'own'), LOOKS, teamName),
      tableOf('own-item', 'What our staff were shown, by item', await counts('item', 'own'), ITEMS, itemName),
      tableOf('others-role', 'Our record shown to others, by role', await counts('role', 'others'), SHOWN, inWords),
      tableOf('others-item', 'Our record shown to others, by item', await counts('item', 'others'), ITEMS, itemName),
      tableOf('gate', 'What refused our staff an item', await counts('gate', 'own'), REFUSED, inWords),
      tableOf('clause', 'Use of each clause', clauses, USED, (name) => name),
    ],
    unused: all.map(({ clause }) => clause).filter((clause) => !used.has(clause)),
  };
}

type Columns = readonly (readonly [outcomes: readonly string[], head: string])[];
const LOOKS: Columns = [
  [['disclosed'], 'Shown'],
  [['refused'], 'Refused'],
  [['break-glass'], 'Emergency'],
];
const SHOWN: Columns = [[['disclosed'], 'Shown']];
const ITEMS: Columns = [
  [['shown'], 'Shown'],
  [['none-recorded'], 'None recorded'],
  [['unavailable'], 'Unavailable'],
  [['not-shared'], 'Not shared'],
];
const REFUSED: Columns = [[['not-shared'], 'Items refused']];
const USED: Columns = [
  [['shown'], 'Shown'],
  [['none-recorded', 'unavailable'], 'Asked, and nothing shown'],
];

/** Each column hides its own small counts: a column's total is among the figures. */
function tableOf(
  id: string,
  title: string,
  rows: readonly CountRow[],
  columns: Columns,
  nameOf: (name: string) => string,
): ReportTable {
  const names = [...new Set(rows.map((row) => row.name))];
  const counts = columns.map(([outcomes]) =>
    withoutSmall(
      names.map((name) =>
        rows
          .filter((row) => row.name === name && outcomes.includes(row.outcome))
          .reduce((total, row) => total + row.n, 0),
      ),
    ),
  );
  return {
    id,
    title,
    heads: [headOf(title), ...columns.map(([, head]) => head)],
    rows: names.map((name, index) => ({ name: nameOf(name), counts: counts.map((column) => column[index]) })),
  };
}

const itemName = (item: string): string => (isItemType(item) ? ITEM_NAMES[item] : item);
const teamName = (team: string): string => (team === '' ? 'Team not known' : team);

function headOf(title: string): string {
  const by = title.split(', by ')[1] ?? 'name';
  return by.charAt(0).toUpperCase() + by.slice(1);
}
