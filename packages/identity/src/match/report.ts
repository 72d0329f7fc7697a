import { wordsFor } from './report-words.ts';
import type { InputSummary, MatchSummary, OutcomeCounts } from './summary.ts';

const STYLE = `
:root { color-scheme: light }
body { font: 17px/1.5 system-ui, sans-serif; color: #1a1a1a; max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem } h2 { font-size: 1.3rem; margin: 2.2rem 0 .5rem }
p { max-width: 42rem } .lead { font-size: 1.15rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem } caption { text-align: left; font-weight: 600; padding: .3rem 0 }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #c9c9c9 }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.bar { display: flex; height: 1.6rem; margin: .6rem 0; border: 1px solid #1a1a1a }
.bar span { display: block } .link { background: #0065bd } .review { background: #fdd522 } .none { background: #ffffff }
.key { display: inline-block; width: 1em; height: 1em; border: 1px solid #1a1a1a; vertical-align: -.1em; margin: 0 .3em 0 1em }
code { font-size: .85em; overflow-wrap: anywhere } svg { width: 100%; height: auto } footer { margin-top: 3rem; color: #4a4a4a; font-size: .9rem }
.wide { overflow-x: auto }
@media (max-width: 30rem) { body { font-size: 16px } }`;

/** The report as one page that stands by itself, in words for whoever gave the files. */
export function matchReport(summary: MatchSummary): string {
  const { all } = summary;
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Matching report</title><style>${STYLE}</style></head><body><main>
<h1>Matching Mosaic’s people to CHI</h1>
<p class="lead">${lead(all)}</p>
${bar(all)}
<p><span class="key link" style="margin-left:0"></span>linked <span class="key review"></span>a person decides <span class="key none"></span>nobody found</p>
${outcomes(summary)}
<h2>What to do next</h2>${next(summary)}
<h2>Why</h2><p>Each record has its reason in <code>links.csv</code>.</p>${reasons(summary)}
<h2>How sure the matches are</h2><p>The weight adds up what agrees and what does not; each step is twice as likely. Links stand clear of the reviews.</p>${histogram(summary)}
<h2>The files, row by row</h2>
${file('The council’s file', summary.inputs.council)}${file('The CHI file', summary.inputs.chi)}
</main><footer><p>Model “${escape(summary.model.name)}” of ${escape(summary.model.dated)}, <code>${summary.model.digest}</code>. The same files and the same model always give the same results. This report names nobody; the other files do, and are to be kept as the records they come from.</p></footer></body></html>
`;
}

function lead({ people, link, review, none }: OutcomeCounts): string {
  return `Of ${count(people)} council records, <strong>${count(link)} (${share(link, people)})</strong> were linked to a CHI number, <strong>${count(review)} (${share(review, people)})</strong> wait for a person to decide, and for ${count(none)} (${share(none, people)}) nobody was found.`;
}

function bar({ people, link, review, none }: OutcomeCounts): string {
  const part = (name: string, n: number): string =>
    `<span class="${name}" style="width:${((100 * n) / Math.max(people, 1)).toFixed(2)}%"></span>`;
  return `<div class="bar" role="img" aria-label="${share(link, people)} linked, ${share(review, people)} to decide, ${share(none, people)} not found">${part('link', link)}${part('review', review)}${part('none', none)}</div>`;
}

function outcomes(summary: MatchSummary): string {
  const rows = (['adults', 'children', 'all'] as const).map((name) => {
    const { people, link, review, none } = summary[name];
    const words = { adults: 'Adults', children: 'Children', all: 'Everyone' }[name];
    return `<tr><th scope="row">${words}</th>${[people, link, review, none].map((n) => `<td class="n">${count(n)}</td>`).join('')}<td class="n">${share(link, people)}</td><td class="n">${share(review, people)}</td></tr>`;
  });
  return `<div class="wide"><table><thead><tr><th></th><th class="n">Records</th><th class="n">Linked</th><th class="n">To decide</th><th class="n">Not found</th><th class="n">Linked, %</th><th class="n">To decide, %</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function next(summary: MatchSummary): string {
  const rejected = (name: 'council' | 'chi'): number =>
    summary.inputs[name].rejected.reduce((sum, one) => sum + one.rows, 0);
  const items = [
    summary.all.review > 0 &&
      `Decide the ${count(summary.all.review)} reviews: <code>candidates.csv</code> holds up to five people for each, best first.`,
    rejected('council') > 0 &&
      `${count(rejected('council'))} rows of the council’s file were left out. <code>rejected.csv</code> names each with its reason; put them right and match again.`,
    rejected('chi') > 0 &&
      `${count(rejected('chi'))} rows of the CHI file were left out, so those people could not be found. Send <code>rejected.csv</code> to the board.`,
    summary.sharedNumbers > 0 &&
      `${count(summary.sharedNumbers)} CHI numbers are linked to more than one Mosaic record: the same person may be in Mosaic twice. Look for <code>duplicate-council-record</code>.`,
    summary.peopleWithTwoNumbers > 0 &&
      `${count(summary.peopleWithTwoNumbers)} people seem to stand on CHI under two numbers. Whoever is one of them is in the reviews as <code>runner-up-too-close</code>; tell the board.`,
    summary.all.none > 0 &&
      `Nobody was found for ${count(summary.all.none)} records. That does not mean that they are not on CHI: see how many have no date of birth or address.`,
  ].filter((item) => item !== false);
  return `<ol>${items.map((item) => `<li>${item}</li>`).join('')}</ol>`;
}

function reasons({ reasons: list }: MatchSummary): string {
  const outcome: Readonly<Record<string, string>> = {
    link: 'linked',
    review: 'to decide',
    none: 'not found',
  };
  const rows = list.map(
    ({ outcome: name, reason, records }) =>
      `<tr><td>${outcome[name] ?? escape(name)}</td><td>${reason
        .split(' ')
        .map((code) => `<code>${escape(code)}</code> ${escape(wordsFor(code))}`)
        .join('<br>')}</td><td class="n">${count(records)}</td></tr>`,
  );
  return `<div class="wide"><table><thead><tr><th>Outcome</th><th>Reason</th><th class="n">Records</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function file(title: string, input: InputSummary): string {
  const about = [
    `<code>${escape(input.name)}</code>: ${count(input.taken)} rows taken.`,
    input.encoding === 'utf-8' ? '' : `It is written in ${escape(input.encoding)}, and was converted.`,
    input.missing.length === 0
      ? ''
      : `It has no column ${input.missing.map((name) => `<code>${escape(name)}</code>`).join(', ')}; the match does without.`,
  ];
  return `<h3>${title}</h3><p>${about.join(' ')}</p>${codes('Rows left out', input.rejected)}${codes('Rows taken, with a remark', input.notes)}`;
}

function codes(caption: string, list: readonly { readonly code: string; readonly rows: number }[]): string {
  if (list.length === 0) return '';
  const rows = list.map(
    ({ code, rows: n }) =>
      `<tr><td><code>${escape(code)}</code></td><td>${escape(wordsFor(code))}</td><td class="n">${count(n)}</td></tr>`,
  );
  return `<div class="wide"><table><caption>${caption}</caption><tbody>${rows.join('')}</tbody></table></div>`;
}

function histogram({ weights }: MatchSummary): string {
  if (weights.length === 0) return '<p>Nothing was found, so there is nothing to show.</p>';
  const [from, to] = [weights[0]!.bits, Math.min(weights.at(-1)!.bits, weights[0]!.bits + 70)];
  const most = Math.max(...weights.map((one) => one.link + one.review));
  const step = 900 / (to - from + 1);
  const bars = weights
    .filter(({ bits }) => bits <= to)
    .map(({ bits, link, review }) => {
      const x = ((bits - from) * step).toFixed(1);
      const high = (n: number): number => (160 * n) / most;
      const rect = (n: number, above: number, colour: string): string =>
        n === 0
          ? ''
          : `<rect x="${x}" y="${(170 - high(n) - above).toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${Math.max(0.5, high(n)).toFixed(1)}" fill="${colour}"/>`;
      return rect(link, 0, '#0065bd') + rect(review, high(link), '#fdd522');
    });
  const marks = [from, Math.round((from + to) / 2), to].map(
    (bits) => `<text x="${((bits - from) * step).toFixed(1)}" y="190" font-size="14">${bits}</text>`,
  );
  return `<svg viewBox="0 0 920 195" role="img" aria-label="Records by match weight, from ${from} to ${to}">${bars.join('')}<line x1="0" x2="920" y1="170" y2="170" stroke="#1a1a1a"/>${marks.join('')}</svg>`;
}

function count(n: number): string {
  return n.toLocaleString('en-GB');
}

function share(n: number, of: number): string {
  return of === 0 ? '0%' : `${((100 * n) / of).toFixed(2)}%`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
