import { type ChildProcess, fork } from 'node:child_process';

export interface Child<T> {
  readonly ready: T;
  ask(question: string): Promise<Record<string, unknown>>;
  end(): void;
}

/** Processes that talk by messages, one answer to a question. None outlives this one. */
export class Children {
  readonly #all: ChildProcess[] = [];

  constructor() {
    process.on('exit', () => this.end());
  }

  /** Resolves with the child's first message. */
  async start<T>(file: URL, argument: object, first?: object): Promise<Child<T>> {
    const child = fork(file, [JSON.stringify(argument)], { execArgv: [] });
    this.#all.push(child);
    let answer = Promise.withResolvers<unknown>();
    child.on('message', (message) => answer.resolve(message));
    child.on('exit', () => answer.reject(new Error(`${file.pathname} ended`)));
    if (first !== undefined) child.send(first);
    const ready = (await answer.promise) as T;
    return {
      ready,
      ask: async (question) => {
        answer = Promise.withResolvers<unknown>();
        child.send(question);
        return (await answer.promise) as Record<string, unknown>;
      },
      end: () => {
        child.removeAllListeners('exit');
        child.kill();
      },
    };
  }

  end(): void {
    for (const child of this.#all.splice(0)) {
      child.removeAllListeners('exit');
      child.kill();
    }
  }
}
