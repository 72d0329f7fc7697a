import { Client, type InboundResponse, Message } from 'node-hl7-client';

export interface RegisterFeed {
  /** Puts a message behind the others; it is sent until somebody has taken it. */
  post(text: string): void;
  /** Messages that nobody has taken yet. */
  readonly waiting: number;
  /** What came back last: `AA`, `AE chi-missing`. */
  readonly lastAnswer: string | undefined;
  close(): Promise<void>;
}

const RETRY_MS = 2000;
const ANSWER_MS = 10_000;

/**
 * Sends the register's messages over MLLP, in their order, through a client that others wrote. One that is not taken
 * (AR, no answer, nobody there) is sent again, under the same id.
 */
export function startRegisterFeed(address: { readonly host: string; readonly port: number }): RegisterFeed {
  const queue: string[] = [];
  let lastAnswer: string | undefined;
  const ended = new AbortController();
  let sending: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;

  const sendAll = async (): Promise<void> => {
    while (queue.length > 0 && !ended.signal.aborted) {
      const [text = ''] = queue;
      const answer = await sendOne(address, text);
      lastAnswer = answer ?? 'nobody there';
      if (answer === undefined || answer.startsWith('AR')) {
        retry = setTimeout(go, RETRY_MS);
        return;
      }
      queue.shift();
    }
  };
  const go = (): void => {
    sending ??= sendAll().finally(() => (sending = undefined));
  };
  return {
    post(text) {
      queue.push(text);
      go();
    },
    get waiting() {
      return queue.length;
    },
    get lastAnswer() {
      return lastAnswer;
    },
    async close() {
      ended.abort();
      clearTimeout(retry);
      await sending;
    },
  };
}

/** One message on a connection of its own; undefined where nobody answered it. */
async function sendOne(
  { host, port }: { readonly host: string; readonly port: number },
  text: string,
): Promise<string | undefined> {
  const answered = Promise.withResolvers<string | undefined>();
  const timer = setTimeout(() => answered.resolve(undefined), ANSWER_MS);
  const connection = new Client({ host }).createConnection({ port }, (response) => {
    answered.resolve(codesOf(response));
  });
  connection.on('client.error', () => answered.resolve(undefined));
  connection.sendMessage(new Message({ text })).catch(() => answered.resolve(undefined));
  try {
    return await answered.promise;
  } finally {
    clearTimeout(timer);
    await connection.close().catch(() => undefined);
  }
}

function codesOf(response: InboundResponse): string {
  const message = response.getMessage();
  const reason = message.exists('ERR') ? message.get('ERR.5').toString() : '';
  return `${message.get('MSA.1').toString()} ${reason}`.trim();
}
