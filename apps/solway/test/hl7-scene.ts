import { connect, type Socket } from 'node:net';
import { FIRST_MODEL, liveMatching, type Rescoring } from '@solway/identity';
import { frame } from '@solway/hl7v2';
import { type Instant, instantOf } from '@solway/kernel';
import type { Database } from '@solway/store';
import { startFeed } from '../src/hl7-feed/feed.ts';
import type { ListenerOptions } from '../src/hl7-feed/listener.ts';

/** The listener on a free port, over a database of the test's own. */
export async function startTestFeed(db: Database, over: Partial<ListenerOptions> = {}) {
  const errors: unknown[] = [];
  let rescoring: Promise<Rescoring> | undefined;
  const feed = await startFeed(
    {
      db,
      rescoring: () =>
        (rescoring ??= liveMatching(db, FIRST_MODEL).then((matchOne) => ({ model: FIRST_MODEL, matchOne }))),
      clock: (): Instant => instantOf(Date.now()),
      onError: (error) => void errors.push(error),
    },
    { port: 0, bind: '127.0.0.1', ...over },
  );
  return { ...feed, errors };
}

/** One sender's connection, at the level of bytes. */
export class Wire {
  readonly socket: Socket;
  readonly ended: Promise<void>;
  #text = '';

  private constructor(socket: Socket) {
    this.socket = socket;
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('data', (chunk: Buffer) => (this.#text += chunk.toString()));
    socket.on('error', () => undefined);
  }

  static async open(port: number): Promise<Wire> {
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    return new Wire(socket);
  }

  write(bytes: Buffer | string): void {
    this.socket.write(bytes);
  }

  /** Sends a frame and waits for as many acknowledgements as are wanted: `AA`, `AE chi-missing`. */
  async ask(message: Buffer | string, answers = 1): Promise<readonly string[]> {
    this.#text = '';
    this.write(frame(message));
    return this.answers(answers);
  }

  async answers(wanted = 1): Promise<readonly string[]> {
    while ((this.#text.match(/MSA\|/g) ?? []).length < wanted || !this.#text.endsWith('\u001c\r')) {
      if (this.socket.destroyed) break;
      await Promise.race([new Promise((resolve) => this.socket.once('data', resolve)), this.ended]);
    }
    return this.#text
      .split('MSH|')
      .slice(1)
      .map((one) => {
        const code = /MSA\|(\w\w)/.exec(one)?.[1] ?? '';
        const reason = /ERR\|\|[^|]*\|[^|]*\|E\|([^|\r]*)/.exec(one)?.[1] ?? '';
        return `${code} ${reason}`.trim();
      });
  }

  get text(): string {
    return this.#text;
  }

  close(): void {
    this.socket.destroy();
  }
}

let ids = 0;

/** An ADT message about somebody. */
export function adt(
  event: string,
  pid: Readonly<Record<number, string>> = {},
  over: {
    readonly at?: string;
    readonly id?: string;
    readonly rest?: string;
    readonly charset?: string;
  } = {},
): string {
  const { at = '20261123091500+0000', id = `m${(ids += 1)}`, rest = '', charset = 'UNICODE UTF-8' } = over;
  const said: Readonly<Record<number, string>> = {
    1: '1',
    3: '1407451243^^^CHI^NH',
    5: 'Smith^Jean^^^^^L',
    7: '19450714',
    8: 'F',
    11: '1 High Street^^Dumfries^^DG1 1AA^^H',
    ...pid,
  };
  const fields = Array.from({ length: 30 }, (_, index) => said[index + 1] ?? '')
    .join('|')
    .replace(/\|+$/, '');
  return `MSH|^~\\&|CHI|NHSDG|SOLWAY|DGC|${at}||ADT^${event}|${id}|P|2.5||||||${charset}\rEVN|${event}|${at}\rPID|${fields}\r${rest}`;
}
