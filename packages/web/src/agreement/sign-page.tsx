import { formatDate } from '@solway/kernel';
import type { VNode } from 'preact';
import { tag } from '../page/inline.tsx';
import { list, table } from '../page/table.tsx';
import { momentWords, panel, textArea, textField, versionDocument, versionForm } from './frame.tsx';
import type { SigningLine, SignModel } from './model.ts';

/** Who has signed, who has not, what is still to be done, and what this officer may do about it. */
export function renderAgreementSign(model: SignModel): string {
  return versionDocument({
    ...model,
    title: 'Signing and its life',
    children: (
      <>
        {panel('Signatures', signatures(model))}
        {model.steps.length === 0
          ? undefined
          : panel(
              'Before it can come into force',
              <div class="item">
                {list(
                  model.steps.map(({ words, done }) => ({
                    name: words,
                    end: done ? tag('on', 'Done') : tag('due', 'Not yet'),
                  })),
                  'stacked',
                )}
              </div>,
            )}
        {model.acts.map((act) => acts(model)[act])}
        {model.reviews.length === 0 ? undefined : panel('What came of reviews', reviews(model))}
        {model.voided.length === 0 ? undefined : panel('Signatures that are void', voided(model))}
      </>
    ),
  });
}

function signatures(model: SignModel): VNode {
  const mine = model.signings.find((one) => one.mine);
  return (
    <>
      <div class="item">
        {table(
          'Who signs this version',
          ['Office', 'Party', 'Signed by', 'When'],
          model.signings.map((one) => [one.office, one.party, signedBy(one), signedWhen(one)]),
        )}
      </div>
      {mine === undefined || model.head.digest === undefined
        ? undefined
        : versionForm(
            model,
            '/agreement/sign',
            <>
              <p>
                You sign as <b>{mine.office}</b> for <b>{mine.party}</b>, to exactly the text with this
                digest: <code>{model.head.digest}</code>. Read it first, and its assessment. Any change makes
                your signature void.
              </p>
              <button>Sign version {model.head.version}</button>
            </>,
            { digest: model.head.digest },
          )}
    </>
  );
}

function signedBy({ signature }: SigningLine): VNode {
  if (signature === undefined) return tag('due', 'Not yet');
  if (!signature.genuine) return tag('bad', 'Not a signature that was made here');
  return (
    <>
      {signature.name}
      <small>
        key <code>{signature.keyId.slice(0, 16)}</code>
      </small>
    </>
  );
}

function signedWhen({ signature }: SigningLine): string | undefined {
  return signature === undefined ? undefined : momentWords(signature.at);
}

function acts(model: SignModel): Readonly<Record<SignModel['acts'][number], VNode>> {
  const { head, revision } = model;
  return {
    consult: panel(
      'Put it to the parties',
      versionForm(
        model,
        '/agreement/consult',
        <>
          <p>The officers of every party can then read it, comment on it and sign it.</p>
          <button>Put it to the parties</button>
        </>,
        { shown: String(revision) },
      ),
    ),
    approve: panel(
      'Bring it into force',
      versionForm(
        model,
        '/agreement/approve',
        <>
          <p>
            It decides from its start date, or at once where that is past, and what is in force now ends at
            the same moment. Open viewers change with their next panel.
          </p>
          <button>Bring version {head.version} into force</button>
        </>,
        { digest: head.digest ?? '' },
      ),
    ),
    withdraw: panel(
      'Take it back',
      versionForm(
        model,
        '/agreement/withdraw',
        <>
          <p>It is kept, and nothing more can be done with it. Signatures under it are void.</p>
          <button class="danger">Take version {head.version} back</button>
        </>,
      ),
    ),
    'begin-review': panel(
      'Review',
      versionForm(
        model,
        '/agreement/review',
        <>
          <p>{model.review?.words} It stays in force while it is reviewed.</p>
          <button>Begin the review</button>
        </>,
      ),
    ),
    'decide-review': panel(
      'Decide on its review',
      versionForm(
        model,
        '/agreement/decide',
        <>
          <p>{model.review?.words} Your name and your reason are kept.</p>
          {textArea('reason', 'Your reason', '')}
          {textField('next', 'If it goes on: the next review', '', { type: 'date', required: false })}
          <div class="acts">
            <button name="decision" value="continue">
              It goes on
            </button>
            <button class="danger" name="decision" value="end">
              It should end
            </button>
          </div>
          <p class="soft">
            It ends only when an officer of another party says so too: what people’s care relies on is never
            ended by one.
          </p>
        </>,
      ),
    ),
  };
}

function reviews(model: SignModel): VNode {
  return (
    <div class="item">
      {list(
        model.reviews.map(({ at, by, decision, reason }) => ({
          name: decision,
          about: `${reason} (${by}, ${momentWords(at)})`,
        })),
        'stacked',
      )}
      {model.review === undefined ? undefined : <p>Next review: {formatDate(model.review.due)}.</p>}
    </div>
  );
}

function voided(model: SignModel): VNode {
  return (
    <div class="item">
      {list(
        model.voided.map(({ office, name, voidedAt }) => ({
          name: `${office}: ${name}`,
          about: `void since ${momentWords(voidedAt)}`,
        })),
        'stacked',
      )}
    </div>
  );
}
