import { Worker } from 'node:worker_threads';
import type { PlainDocument } from '@solway/kernel';
import type { PaperOptions } from './paper.ts';

const LONGEST_MS = 60_000;
/** Compiled, it stands beside this file as JavaScript; in tests the source runs as it is. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** As `paperOf`, on a thread of its own: setting a long document takes seconds, and viewers do not wait for it. */
export function printed(document: PlainDocument, options: PaperOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: { document, options } });
    const late = setTimeout(() => {
      reject(new Error(`the document was not set within ${LONGEST_MS / 1000} s`));
      void worker.terminate();
    }, LONGEST_MS);
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the document was not set: the thread ended with ${code}`));
    });
  });
}
