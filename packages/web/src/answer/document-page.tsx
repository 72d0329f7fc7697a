import type { AnswerDocument } from '@solway/answer';
import { formatDate, type IsoDate } from '@solway/kernel';
import type { VNode } from 'preact';
import { moment } from '../governance/parts.tsx';
import { renderDocument } from '../page/document.tsx';
import { inWords } from '../words/people.ts';
import { detailWords, SECTION_NAMES } from './detail.tsx';
import type { AnswerWords } from './model.ts';

type Item = AnswerDocument['sections'][number]['items'][number];

/** Never "nobody": something may have been left out, and an empty part must not say that there was nothing. */
const NOTHING = 'There is nothing that we can tell you of here.';

/** The answer as a document to be read and printed: plain words, no buttons, nothing of who else is involved. */
export function renderAnswerDocument(answer: AnswerDocument, words: AnswerWords, digest: string): string {
  const { controller, other, person } = answer;
  const purposes = purposesOf(answer);
  return renderDocument({
    title: `Answer ${answer.reference}`,
    bodyClass: 'glass answer',
    children: (
      <>
        <a class="skip" href="#main">
          Skip to the answer
        </a>
        <header class="masthead">
          <p class="brand">{controller.name}</p>
          <p>{answer.reference}</p>
        </header>
        <main id="main" tabIndex={-1}>
          <div class="titlebar">
            <div>
              <h1>What is held about you, and who has seen it</h1>
              <p>
                For {answer.askedBy}
                {answer.askedBy === person.name ? '' : `, about ${person.name}`}. {person.number}
                {person.birthDate === undefined ? '' : `, born ${formatDate(person.birthDate as IsoDate)}`}.
                Asked {formatDate(answer.receivedOn)}; made {moment(answer.madeAt)}. Scope: {answer.scope}.
              </p>
            </div>
          </div>
          <section class="panel" aria-labelledby="about">
            <header>
              <h2 id="about">What this is</h2>
            </header>
            <div class="item">
              <p>
                {controller.name} and {other.name} show each other parts of the records they keep, under an
                information sharing agreement, by way of a system called Solway. This is what{' '}
                {controller.name} answers for: what it holds in Solway, and each time somebody was shown your
                record or asked for it. Your care record itself is kept in other systems; ask for it
                separately.
              </p>
              <p>
                {other.name} answers for its own record: write to {other.contact}.
              </p>
              <p>
                The law lets us leave out some things, such as what is about other people or what could cause
                serious harm. If you think that something is wrong or missing, write to {controller.contact}.
                You may complain to the Information Commissioner.
              </p>
            </div>
          </section>
          {answer.sections.map(({ section, items }) => (
            <section class="panel" aria-labelledby={`part-${section}`}>
              <header>
                <h2 id={`part-${section}`}>{SECTION_NAMES[section]}</h2>
              </header>
              <div class="item">
                {items.length === 0 ? <p>{NOTHING}</p> : <dl class="answered">{items.map(line)}</dl>}
              </div>
            </section>
          ))}
          {purposes.length === 0 ? undefined : (
            <section class="panel" aria-labelledby="purposes">
              <header>
                <h2 id="purposes">What the purposes mean</h2>
              </header>
              <div class="item">
                <dl class="answered">
                  {purposes.map((name) => (
                    <div>
                      <dt>{inWords(name)}</dt>
                      <dd>{words.purposes[name] ?? inWords(name)}</dd>
                    </div>
                  ))}
                </dl>
              </div>
            </section>
          )}
          <p class="soft">
            SHA-256 of this answer’s data: <code>{digest}</code>
          </p>
        </main>
      </>
    ),
  });
}

function line(item: Item): VNode {
  return (
    <div>
      <dt>
        {item.title}
        {item.at === undefined ? undefined : <small>{moment(item.at)}</small>}
      </dt>
      <dd>{detailWords(item.detail)}</dd>
    </div>
  );
}

function purposesOf({ sections }: AnswerDocument): readonly string[] {
  return [
    ...new Set(
      sections.flatMap(({ items }) =>
        items.flatMap(({ detail }) => (detail.kind === 'look' ? [detail.purpose] : [])),
      ),
    ),
  ];
}
