import { tag } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import { choice, panel, versionDocument, versionForm } from './frame.tsx';
import type { AskModel } from './model.ts';

/** Three questions to a version: who could see this, what could this role see, and why it is or is not shown. */
export function renderAgreementAsk(model: AskModel): string {
  const { items, roles, purposes, asked, who, what, why } = model;
  const yes = (inForce: boolean) => (inForce ? tag('on', 'Yes') : tag('off', 'Not at this level'));
  return versionDocument({
    ...model,
    title: 'Ask it',
    children: (
      <>
        {panel(
          'Who could see an item',
          <>
            {versionForm(
              model,
              '/agreement/ask',
              <>
                {choice('item', 'The item', items, asked.item)}
                <button>Ask who</button>
              </>,
              { question: 'who' },
            )}
            {who === undefined ? undefined : (
              <div class="item">
                {table(
                  'Who could see it',
                  ['Who', 'For', 'From level', 'In this version'],
                  who.map((one) => [one.who, one.purposes, String(one.level), yes(one.inForce)]),
                )}
              </div>
            )}
          </>,
        )}
        {panel(
          'What a role could see',
          <>
            {versionForm(
              model,
              '/agreement/ask',
              <>
                {choice('role', 'The role', roles, asked.role)}
                {choice('purpose', 'The purpose', purposes, asked.purpose)}
                <button>Ask what</button>
              </>,
              { question: 'what' },
            )}
            {what === undefined ? undefined : (
              <div class="item">
                {what.length === 0 ? (
                  <p>Nothing, at any level.</p>
                ) : (
                  table(
                    'What the role could see',
                    ['Item', 'Clause', 'From level', 'In this version'],
                    what.map((one) => [one.item, one.clause, String(one.level), yes(one.inForce)]),
                  )
                )}
              </div>
            )}
          </>,
        )}
        {panel(
          'Why it is shown or refused',
          <>
            {versionForm(
              model,
              '/agreement/ask',
              <>
                <p>
                  Of somebody linked, whose user is trained, vouched for and has a relationship with them.
                </p>
                {choice('item', 'The item', items, asked.item)}
                {choice('role', 'The role', roles, asked.role)}
                {choice('purpose', 'The purpose', purposes, asked.purpose)}
                <button>Ask why</button>
              </>,
              { question: 'why' },
            )}
            {why === undefined ? undefined : (
              <div class="item">
                <p>{tag(why.outcome.tone, why.outcome.words)}</p>
                <dl class="facts">
                  <div>
                    <dt>The practitioner reads</dt>
                    <dd>{why.practitioner}</dd>
                  </div>
                  <div>
                    <dt>In full</dt>
                    <dd>{why.governance}</dd>
                  </div>
                </dl>
              </div>
            )}
          </>,
        )}
      </>
    ),
  });
}
