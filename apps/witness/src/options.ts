import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WitnessError } from './error.ts';

export interface Options {
  readonly folder: string;
  readonly logId: string;
  readonly logKeys: readonly KeyObject[];
  readonly port: number;
  readonly bind: string;
}

export const usage = 'witness serve --data DIR --log-id ID --log-key FILE [--port N] [--bind ADDRESS]';

/** @throws {WitnessError} witness-options-invalid, naming the option */
export function readOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  const { data, 'log-id': logId, 'log-key': logKeys } = values;
  if (data === undefined || logId === undefined || logKeys === undefined)
    throw invalid('--data, --log-id and --log-key are needed');
  const port = Number(values.port ?? 8090);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw invalid('--port takes 0 to 65535');
  return {
    folder: resolve(data),
    logId,
    logKeys: logKeys.map(readKey),
    port,
    bind: values.bind ?? '127.0.0.1',
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        'log-id': { type: 'string' },
        'log-key': { type: 'string', multiple: true },
        port: { type: 'string' },
        bind: { type: 'string' },
      },
    });
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : 'an option is unknown', cause);
  }
}

function readKey(file: string): KeyObject {
  try {
    return createPublicKey(readFileSync(file));
  } catch (cause) {
    throw invalid(`--log-key: ${file} holds no public key`, cause);
  }
}

function invalid(words: string, cause?: unknown): WitnessError {
  return new WitnessError('witness-options-invalid', words, { cause });
}
