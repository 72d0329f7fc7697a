import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfiguration, settings } from '../src/configuration.ts';
import { parseHosts } from '../src/hosts.ts';

describe('the configuration', () => {
  it('says in words what a number is to be', () => {
    expect(() => readConfiguration({ SOLWAY_PORT: 'abc' })).toThrow(
      'SOLWAY_PORT: is to be a whole number from 1 to 65535',
    );
  });

  it('has defaults that start a demonstration', () => {
    expect(readConfiguration({})).toMatchObject({
      port: 8080,
      bind: '127.0.0.1',
      sourceDeadlineMs: 2000,
      log: 'warn',
    });
  });

  it('names every setting that is wrong, and repeats none of their values', () => {
    const wrong = {
      SOLWAY_PORT: 'eighty',
      DATABASE_URL: 'mysql://user:secret@db/x',
      SOLWAY_SOURCE_DEADLINE_MS: '9000',
      SOLWAY_PROT: '8080',
    };
    const error = (() => {
      try {
        readConfiguration(wrong);
        return '';
      } catch (thrown) {
        return String(thrown);
      }
    })();
    for (const name of Object.keys(wrong)) expect(error).toContain(name);
    expect(error).not.toContain('secret');
    expect(error).not.toContain('eighty');
  });

  it.each([
    ['https://Solway.Example/', 'https://solway.example'],
    ['https://solway.example:443', 'https://solway.example'],
  ])('takes %s as browsers will name it', (text, origin) => {
    expect(readConfiguration({ SOLWAY_PUBLIC_URL: text }).publicUrl).toBe(origin);
  });

  it.each(['solway.example', 'https://solway.example/app', 'ftp://solway.example'])(
    'refuses the public address %s',
    (text) => {
      expect(() => readConfiguration({ SOLWAY_PUBLIC_URL: text })).toThrow('SOLWAY_PUBLIC_URL');
    },
  );

  it('is listed whole in its reference page, and nothing else is', () => {
    const page = readFileSync(new URL('../../../docs/reference/configuration.md', import.meta.url), 'utf8');
    const listed = [...page.matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(([, name]) => name);
    expect(listed).toEqual(Object.keys(settings));
    for (const { says } of Object.values(settings)) expect(page).toContain(says);
  });
});

describe('the hosts file', () => {
  const key = { kty: 'OKP', crv: 'Ed25519', x: 'abc', kid: '1' };
  const host = {
    clientId: 'orion',
    organisation: 'nhs',
    side: 'health',
    origins: ['https://portal.example'],
    jwks: { keys: [key] },
  };

  it.each([
    ['not JSON', '{'],
    ['an origin with a path', JSON.stringify([{ ...host, origins: ['https://portal.example/x'] }])],
    ['a private key', JSON.stringify([{ ...host, jwks: { keys: [{ ...key, d: 'secret' }] } }])],
    ['no key', JSON.stringify([{ ...host, jwks: { keys: [] } }])],
    ['a word that is not known', JSON.stringify([{ ...host, sides: 'health' }])],
  ])('with %s is refused', (_, text) => {
    expect(() => parseHosts(text)).toThrow(expect.objectContaining({ code: 'hosts-invalid' }));
  });

  it('is read', () => {
    expect(parseHosts(JSON.stringify([host]))).toHaveLength(1);
  });
});
