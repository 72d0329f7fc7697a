import { closeSync, openSync, writeSync } from 'node:fs';

const CHUNK_CHARACTERS = 1 << 16;

/** Writes a CSV file (UTF-8, commas, LF) line by line in large pieces: memory does not grow with the file. */
export class CsvFile {
  readonly #file: number;
  #pending: string;

  constructor(path: string, columns: readonly string[]) {
    this.#file = openSync(path, 'w');
    this.#pending = `${columns.join(',')}\n`;
  }

  write(cells: readonly string[]): void {
    let line = '';
    for (let i = 0; i < cells.length; i += 1) line += (i === 0 ? '' : ',') + cell(cells[i] ?? '');
    this.#pending += `${line}\n`;
    if (this.#pending.length >= CHUNK_CHARACTERS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, this.#pending);
    this.#pending = '';
  }
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
