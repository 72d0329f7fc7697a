import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { LedgerError } from './error.ts';
import { findingWords } from './export/finding.ts';
import { readSigned } from './export/format.ts';
import type { Verification } from './export/verify.ts';
import { verifyExport } from './export/verify.ts';

export interface CommandIo {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** The clock, milliseconds since 1970: a head from the future is refused. */
  readonly nowMs: () => number;
}

export const verifyUsage =
  'solway ledger verify EXPORT --log-key FILE --witness-key FILE [--heads FILE] [--log-id ID] [--entries] [--json]';

/**
 * The command line of the verifier. Keys are PEM files (each flag may be given again for a replaced key);
 * `--heads` is the witness's own copies of heads, one `{"signed":…}` a line.
 * Returns 0 verified, 1 refused, 2 the command itself could not be carried out.
 */
export async function verifyCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        'log-key': { type: 'string', multiple: true },
        'witness-key': { type: 'string', multiple: true },
        heads: { type: 'string' },
        'log-id': { type: 'string' },
        entries: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0 || !values['log-key'] || !values['witness-key']) {
      throw new Error('give one export, --log-key and --witness-key');
    }
    const trusted = { log: await keys(values['log-key']), witness: await keys(values['witness-key']) };
    const heads =
      values.heads === undefined ? [] : (await readFile(values.heads, 'utf8')).split('\n').filter(Boolean);
    const verification = await verifyExport(createReadStream(file, { highWaterMark: 1 << 20 }), trusted, {
      knownHeads: heads.map(readSigned),
      nowMs: io.nowMs(),
      readEntries: values.entries ?? false,
      ...(values['log-id'] === undefined ? {} : { logId: values['log-id'] }),
    });
    for (const line of values.json ? [JSON.stringify(verification)] : words(verification)) io.out(line);
    return verification.verdict === 'verified' ? 0 : 1;
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const code = cause instanceof LedgerError ? `${cause.code}: ` : '';
    io.err(`${code}${cause.message}`);
    io.err(`usage: ${verifyUsage}`);
    return 2;
  }
}

async function keys(files: readonly string[]): Promise<KeyObject[]> {
  return await Promise.all(
    files.map(async (file) => {
      const pem = await readFile(file);
      try {
        return createPublicKey(pem);
      } catch (cause) {
        throw new LedgerError('key-invalid', `${file} holds no public key`, { cause });
      }
    }),
  );
}

function words(verification: Verification): string[] {
  const { verdict, first, findings, counts, countersigned, notYetCountersigned } = verification;
  const lines: string[] = [];
  if (first) {
    const line = first.line === null ? '' : ` (line ${first.line})`;
    lines.push(`REFUSED ${first.code}: ${findingWords(first)}${line}`);
    if ('entryId' in first && first.entryId !== null)
      lines.push(`The entry found there calls itself ${JSON.stringify(first.entryId)}.`);
    if ('certainty' in first && first.certainty === 'as-listed') {
      lines.push("The place rests on the file's own list, which no countersigned head confirms.");
    }
    if (findings.length > 1) lines.push(`${findings.length - 1} more findings follow it; --json lists them.`);
  } else lines.push('VERIFIED');
  if (countersigned) {
    lines.push(
      `${verdict === 'verified' ? 'Countersigned' : 'The last countersigned head that matches is of'}: ${countersigned.treeSize} entries, ${countersigned.at}, root ${countersigned.rootHash}`,
    );
  }
  if (notYetCountersigned) {
    lines.push(`Not yet countersigned: entries ${notYetCountersigned.from} to ${notYetCountersigned.to}`);
  }
  lines.push(
    `Read ${counts.entries} entries: ${counts.personal} personal parts match, ${counts.erased} erased`,
  );
  return lines;
}
