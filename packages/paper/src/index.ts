export { type PaperOptions, paperOf } from './paper.ts';
export { printed } from './printed.ts';
