import { formatDate, type IsoDate } from '@solway/kernel';
import type { VNode } from 'preact';
import { governanceDocument, type GovernanceFrame } from '../governance/frame.tsx';
import { actForm, count, field, panel } from '../governance/parts.tsx';
import { table } from '../page/table.tsx';

/** A table of a report; a count is undefined where it is too small to be shown. */
export interface ReportTable {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly { readonly name: string; readonly counts: readonly (number | undefined)[] }[];
}

export interface ReportModel {
  readonly frame: GovernanceFrame;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly board: readonly { readonly name: string; readonly n: number | undefined }[];
  readonly tables: readonly ReportTable[];
  /** Clauses under which nothing was shown. */
  readonly unused: readonly string[];
}

/** One to four, or one that would give such a count back. */
const FEW = 'not shown';

/** Use of the agreement over a period: no user and no person is in it. */
export function renderReportPage(model: ReportModel): string {
  const { frame, from, to } = model;
  return governanceDocument({
    title: 'Reports',
    skip: 'Skip to the figures',
    frame,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Reports</h1>
            <p>
              {formatDate(from)} to {formatDate(to)}. Counts from one to four are not shown, nor one that the
              total would give back.
            </p>
          </div>
        </div>
        {panel(
          'period',
          'Period',
          undefined,
          <>
            {actForm(frame, '/reports', {}, [
              field('from', 'From', { type: 'date', value: from, required: true }),
              field('to', 'To', { type: 'date', value: to, required: true }),
              <button class="small">Show</button>,
            ])}
            {actForm(frame, '/reports/csv', { from, to }, [
              <button class="small">Download as CSV</button>,
              <p class="soft">The download is an entry of the ledger.</p>,
            ])}
          </>,
        )}
        <dl class="standing">
          {model.board.map(({ name, n }) => (
            <div>
              <dt>{name}</dt>
              <dd>{n === undefined ? FEW : count(n)}</dd>
            </div>
          ))}
        </dl>
        {model.tables.map(figures)}
        {panel(
          'unused',
          'Clauses under which nothing was shown',
          undefined,
          <div class="item">
            <p>{model.unused.length === 0 ? 'None: every clause was used.' : model.unused.join(', ')}</p>
          </div>,
        )}
      </>
    ),
  });
}

function figures({ id, title, heads, rows }: ReportTable): VNode {
  return panel(
    id,
    title,
    undefined,
    <div class="item">
      {rows.length === 0 ? (
        <p>Nothing in this period.</p>
      ) : (
        table(
          title,
          heads,
          rows.map(({ name, counts }) => [name, ...counts.map((n) => (n === undefined ? FEW : count(n)))]),
        )
      )}
    </div>,
  );
}

/** The same figures as CSV (RFC 4180). A cell that a spreadsheet would take for a formula is quoted as text. */
export function reportCsv({ from, to, board, tables, unused }: Omit<ReportModel, 'frame'>): string {
  const lines: (string | number | undefined)[][] = [
    ['from', from],
    ['to', to],
    ...board.map(({ name, n }) => [name, n ?? FEW]),
  ];
  for (const { title, heads, rows } of tables) {
    lines.push([], [title], [...heads]);
    for (const { name, counts } of rows) lines.push([name, ...counts.map((n) => n ?? FEW)]);
  }
  lines.push([], ['Clauses under which nothing was shown'], [...unused]);
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | undefined): string {
  if (typeof value !== 'string') return String(value ?? '');
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
