import { html } from '../host/html.ts';
import type { FaultState } from './fault-state.ts';

/** Longer than a page of Solway waits. */
const SLOW_MS = 3000;

const WORDS: Readonly<Record<string, string>> = {
  none: 'Working as it should',
  latency: `Slow: ${SLOW_MS / 1000} seconds more on each answer`,
  refuse: 'Dead: refuses every connection',
  hang: 'Takes the question and never answers',
  cut: 'Breaks off in the middle of an answer',
  error: 'Answers with a server error',
  half: 'Breaks off in the middle',
  deaf: 'Takes everything and never says so',
  'wrong-patient': 'Answers about somebody else',
  malformed: 'Answers with what is not FHIR',
  'huge-note': 'Answers with a note without end',
};

/** For a person with a browser: the same orders as a `POST` to the path takes in JSON. */
export function faultPage(
  target: string,
  modes: readonly string[],
  { mode }: FaultState<string>,
  path: string,
): string {
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <title>Make it slow or dead</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="stylesheet" href="/host.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <main id="main">
          <h1>Make it slow or dead</h1>
          <p>
            This orders a fault in what Solway ${target === 'uploads' ? 'writes to' : 'reads from'} this
            stand-in. Its own pages go on working. Now:
            <strong>${WORDS[mode] ?? mode}</strong>.
          </p>
          ${modes.map(
            (one) =>
              html`<form method="post" action="${path}">
                <input type="hidden" name="target" value="${target}" />
                <input type="hidden" name="latencyMs" value="${one === 'latency' ? SLOW_MS : 0}" />
                <p><button name="mode" value="${one}">${WORDS[one] ?? one}</button></p>
              </form>`,
          )}
          <p><a href="/">Back to the first page</a></p>
        </main>
      </body>
    </html>`.text;
}
