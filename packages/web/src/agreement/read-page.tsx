import { list } from '../page/table.tsx';
import { choice, momentWords, panel, textArea, versionDocument, versionForm } from './frame.tsx';
import type { ReadModel } from './model.ts';
import { contents, documentParts } from './parts.tsx';

/** The document as people read it, with what has been said of it. */
export function renderAgreementRead(model: ReadModel): string {
  const { document, problems } = model;
  return versionDocument({
    ...model,
    title: 'The document',
    children: (
      <>
        {problems.length === 0
          ? undefined
          : panel(
              'What does not hold together',
              <div class="item">
                <p>Until these are put right, nobody is consulted on it and nobody can sign it.</p>
                {problemList(problems)}
              </div>,
            )}
        {contents(document)}
        <article class="panel">
          <div class="item">{documentParts(document)}</div>
        </article>
        {comments(model)}
      </>
    ),
  });
}

export function problemList(problems: readonly { readonly line: number; readonly message: string }[]) {
  return (
    <ul class="bullets">
      {problems.map(({ line, message }) => (
        <li>
          <b>Line {line}:</b> {message}
        </li>
      ))}
    </ul>
  );
}

function comments(model: ReadModel) {
  return panel(
    'Comments',
    <>
      <div class="item">
        {model.comments.length === 0 ? (
          <p>Nobody has commented on this version.</p>
        ) : (
          list(
            model.comments.map((one) => ({
              name: `${one.section}: ${one.words}`,
              about: `${one.by}, ${momentWords(one.at)}${one.onEarlierText ? ', on an earlier text' : ''}`,
            })),
            'stacked',
          )
        )}
      </div>
      {model.sections === undefined
        ? undefined
        : versionForm(
            model,
            '/agreement/comment',
            <>
              {choice('section', 'About', model.sections)}
              {textArea('words', 'Your comment', '')}
              <button>Comment</button>
            </>,
          )}
    </>,
  );
}
