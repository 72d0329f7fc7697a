import { parentPort, workerData } from 'node:worker_threads';
import type { PlainDocument } from '@solway/kernel';
import { type PaperOptions, paperOf } from './paper.ts';

const { document, options } = workerData as {
  readonly document: PlainDocument;
  readonly options: PaperOptions;
};
const bytes = await paperOf(document, options);
// A thread's port has one other end, and no origin to name.
parentPort?.postMessage(bytes, []);
