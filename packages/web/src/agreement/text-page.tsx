import type { VNode } from 'preact';
import { governanceDocument } from '../governance/frame.tsx';
import { panel, versionDocument } from './frame.tsx';
import type { TextModel } from './model.ts';

/** The text form, with each problem beside its line. What was sent and not taken is all here, to be put right. */
export function renderAgreementText(model: TextModel): string {
  const { head, frame, said } = model;
  const children = (
    <>
      {model.problems.length === 0 ? undefined : panel('What is wrong with it', beside(model))}
      {panel('The text', whole(model))}
    </>
  );
  if (head !== undefined) return versionDocument({ ...model, head, title: 'The text form', children });
  return governanceDocument({
    title: 'A file that was not taken',
    skip: 'Skip to the text',
    frame,
    said,
    children: (
      <>
        <h1>A file that was not taken</h1>
        {children}
      </>
    ),
  });
}

const AROUND = 1;

/** Each problem, under the lines that it is about. */
function beside({ text, problems }: TextModel): VNode {
  const lines = text.split('\n');
  return (
    <ol class="item problems">
      {problems.map(({ line, message }) => (
        <li>
          <b>
            Line {line}: {message}
          </b>
          <pre>
            {lines
              .slice(Math.max(0, line - 1 - AROUND), line + AROUND)
              .map((words, index) => `${String(Math.max(1, line - AROUND) + index).padStart(4)}  ${words}`)
              .join('\n')}
          </pre>
        </li>
      ))}
    </ol>
  );
}

function whole({ frame, head, revision, text, mayChange }: TextModel): VNode {
  return (
    <form class="item fields" method="post" action="/agreement/text">
      <input type="hidden" name="view" value={frame.viewId} />
      {head === undefined ? undefined : <input type="hidden" name="version" value={head.versionId} />}
      {revision === undefined ? undefined : <input type="hidden" name="shown" value={String(revision)} />}
      <label class="field whole">
        <span>The agreement in its text form (YAML)</span>
        <textarea class="text" name="text" rows={30} spellcheck={false} readOnly={!mayChange}>
          {text}
        </textarea>
      </label>
      {mayChange ? <button>Take this text</button> : undefined}
    </form>
  );
}
