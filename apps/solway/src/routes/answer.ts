import { renderGovernanceRefusal } from '@solway/web';
import type { FastifyReply } from 'fastify';
import { AnswerError } from '../answering/answer-error.ts';
import {
  collect,
  decide,
  end,
  extend,
  identify,
  pause,
  receive,
  release,
  resume,
} from '../answering/acts.ts';
import { answerDocumentOf, answerListPage, answerRequestPage } from '../answering/pages.ts';
import { hold, holdsPage, unhold } from '../answering/holds.ts';
import { frameOf, type Officer } from '../governance/officer.ts';
import type { GovernancePages } from '../governance/pages.ts';
import { pageHeaders } from '../headers.ts';
import type { ServerParts } from '../server.ts';
import { isUuid } from '../stewardship/who.ts';
import type { Form } from './page-action.ts';

const done = (words: string) => ({ tone: 'done', words }) as const;
/** A request with every item ticked is longer than most forms. */
const LARGEST_FORM = 1024 * 1024;

/** Requests for access: from who asks to the answer. */
export function answerRoutes(pages: GovernancePages, parts: ServerParts): void {
  const { db, clock } = parts.walk;
  type Act = (officer: Officer, form: Form, reply: FastifyReply) => Promise<string | FastifyReply>;
  const page = (path: string, act: Act): void =>
    pages.page(
      path,
      async (officer, form, reply) => {
        try {
          return await act(officer, form, reply);
        } catch (error) {
          if (!(error instanceof AnswerError)) throw error;
          return refusal(parts, officer, error, form, reply);
        }
      },
      { bodyLimit: LARGEST_FORM },
    );
  const step = (
    path: string,
    words: string,
    act: (officer: Officer, id: string, form: Form) => Promise<void>,
  ): void =>
    page(path, async (officer, form) => {
      const id = named(form['request']);
      await act(officer, id, form);
      return answerRequestPage(parts, officer, id, done(words));
    });
  const note = (form: Form): string => form['note'] ?? '';

  page('/answer', (officer) => answerListPage(parts, officer));
  page('/answer/request', (officer, form) => answerRequestPage(parts, officer, named(form['request'])));
  page('/answer/receive', async (officer, form) => {
    const id = await receive(parts, officer, form, clock());
    return answerRequestPage(parts, officer, id, done('The request is kept. Its month has begun.'));
  });
  step('/answer/identify', 'It is kept that you know who asks.', (officer, id, form) =>
    identify(db, officer, id, note(form), clock()),
  );
  step('/answer/pause', 'The clock stands still.', (officer, id, form) =>
    pause(db, officer, id, note(form), clock()),
  );
  step('/answer/resume', 'The clock runs again.', (officer, id) => resume(db, officer, id, clock()));
  step('/answer/extend', 'It is extended. Tell the person why.', (officer, id, form) =>
    extend(db, officer, id, note(form), clock()),
  );
  step('/answer/gather', 'Everything there is has been gathered.', (officer, id) =>
    collect(parts, officer, id, clock()),
  );
  step('/answer/decide', 'Your decision is kept.', (officer, id, form) => {
    const keys = Object.keys(form).flatMap((name) => (name.startsWith('item-') ? [name.slice(5)] : []));
    return decide(db, officer, id, { ...form, keys } as Form & { keys: string[] }, clock());
  });
  step('/answer/release', 'The answer is released.', (officer, id) => release(parts, officer, id, clock()));
  step('/answer/end', 'The request has ended.', (officer, id, form) =>
    end(db, officer, id, note(form), clock()),
  );
  page('/answer/holds', (officer) => holdsPage(parts, officer));
  page('/answer/hold', async (officer, form) => {
    await hold(parts, officer, form, clock());
    return holdsPage(parts, officer, done('Their entries are held.'));
  });
  page('/answer/unhold', async (officer, form) => {
    await unhold(db, officer, named(form['hold']), clock());
    return holdsPage(parts, officer, done('The hold has ended.'));
  });
  page('/answer/document', async (officer, form) => {
    return (await answerDocumentOf(parts, officer, named(form['request']), 'document')).page;
  });
  page('/answer/data', async (officer, form, reply) => {
    const { text, document } = await answerDocumentOf(parts, officer, named(form['request']), 'data');
    return reply
      .headers({
        ...pageHeaders([]),
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${document.reference}.json"`,
      })
      .send(text);
  });
}

function named(id: string | undefined): string {
  if (!isUuid(id)) throw new AnswerError('answer-unknown', 'nothing was named');
  return id;
}

const STATUS: Readonly<Record<AnswerError['code'], number>> = {
  'answer-unknown': 404,
  'answer-stale': 409,
  'answer-malformed': 400,
  'answer-capacity': 400,
  'answer-reason-missing': 400,
  'answer-identity-missing': 409,
  'answer-undecided': 409,
  'answer-opinion-missing': 400,
};
const SENTENCES: Readonly<Record<AnswerError['code'], readonly [title: string, sentence: string]>> = {
  'answer-unknown': ['There is no such request', 'It is not there, or it is the other organisation’s.'],
  'answer-stale': ['It can’t be done now', 'The request has moved on, or something has to be done first.'],
  'answer-malformed': [
    'Something is missing or wrong',
    'Give a number that your own system holds, a day, and who asks.',
  ],
  'answer-capacity': [
    'The person is presumed able to ask',
    'From twelve on a person asks, or agrees, for themself. A parent asks for a child under twelve.',
  ],
  'answer-reason-missing': ['Words are missing', 'This step is kept with words: at most 2,000 characters.'],
  'answer-identity-missing': ['Who asks is not known yet', 'Confirm their identity first.'],
  'answer-undecided': [
    'Something waits for your decision',
    'Decide about everything that a rule holds back.',
  ],
  'answer-opinion-missing': [
    'Whose opinion it is, is missing',
    'That something could cause serious harm is the opinion of a health professional: name them.',
  ],
};

function refusal(
  parts: ServerParts,
  officer: Officer,
  error: AnswerError,
  form: Form,
  reply: FastifyReply,
): FastifyReply {
  const [title, sentence] = SENTENCES[error.code];
  const request = form['request'];
  const back =
    isUuid(request) && error.code !== 'answer-unknown'
      ? { href: '/answer/request', words: 'Back to the request', fields: { request } }
      : { href: '/answer', words: 'All requests' };
  const frame = frameOf(parts, officer, '/answer');
  return reply
    .code(STATUS[error.code])
    .headers(pageHeaders([]))
    .send(renderGovernanceRefusal({ frame, title, sentences: [sentence], code: error.code, back }));
}
