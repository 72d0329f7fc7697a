import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenBackChannel } from '../src/back-channel.ts';
import { connectionOf } from '../src/fhir/certificate.ts';
import { freePort } from './fhir-scene.ts';

x509.cryptoProvider.set(webcrypto as never);
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const until = () => ({
  notBefore: new Date(Date.now() - 60_000),
  notAfter: new Date(Date.now() + 3_600_000),
});

interface Pair {
  readonly certificate: x509.X509Certificate;
  readonly pem: string;
  readonly key: string;
  readonly keys: CryptoKeyPair;
}

async function pair(name: string, issuer?: Pair, days?: { notBefore: Date; notAfter: Date }): Promise<Pair> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as CryptoKeyPair;
  const common = { ...(days ?? until()), signingAlgorithm: ALGORITHM };
  const certificate =
    issuer === undefined
      ? await x509.X509CertificateGenerator.createSelfSigned({
          ...common,
          name: `CN=${name}`,
          keys,
          extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
        })
      : await x509.X509CertificateGenerator.create({
          ...common,
          subject: `CN=${name}`,
          issuer: issuer.certificate.subject,
          publicKey: keys.publicKey,
          signingKey: issuer.keys.privateKey,
          extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
        });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certificate,
    pem: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    keys,
  };
}

let folder: string;
let app: FastifyInstance;
let port: number;
let authority: Pair;
let hub: Pair;
let stranger: Pair;
let late: Pair;
const file = (name: string): string => join(folder, name);
const put = ({ pem, key }: Pair): void => {
  writeFileSync(file('cert.pem'), pem);
  writeFileSync(file('key.pem'), key);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'solway-tls-'));
  authority = await pair('The organisations');
  const past = { notBefore: new Date(Date.now() - 7_200_000), notAfter: new Date(Date.now() - 3_600_000) };
  [hub, stranger, late] = await Promise.all([
    pair('hub', authority),
    pair('stranger', await pair('Somebody')),
    pair('late', authority, past),
  ]);
  put(await pair('solway', authority));
  writeFileSync(file('ca.pem'), authority.pem);
  app = fastify();
  app.get('/who', (asked) => connectionOf(asked));
  port = await freePort();
  const files = { certificateFile: file('cert.pem'), keyFile: file('key.pem'), callersFile: file('ca.pem') };
  await listenBackChannel(app, { port, bind: '127.0.0.1', ...files }, () => undefined, 50);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

function ask(options: RequestOptions): Promise<{ body: string; serial: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path: '/who', ca: authority.pem, agent: false, ...options },
      (answer: IncomingMessage) => {
        const { serialNumber } = (
          answer.socket as unknown as { getPeerCertificate(): { serialNumber: string } }
        ).getPeerCertificate();
        let body = '';
        answer.on('data', (part: Buffer) => (body += part.toString()));
        answer.on('end', () => resolve({ body, serial: serialNumber }));
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}
const as = ({ pem, key }: Pair): RequestOptions => ({ cert: pem, key });

describe('the back channel', () => {
  it('knows a caller by the certificate that it holds', async () => {
    const { body } = await ask(as(hub));
    const own = createHash('sha256').update(Buffer.from(hub.certificate.rawData)).digest('hex');
    expect(JSON.parse(body)).toEqual({ certificate: own });
  });

  it.each([
    ['without a certificate', () => ({})],
    ['with one that another authority gave', () => as(stranger)],
    ['with one that is past its time', () => as(late)],
    ['over TLS 1.1', () => ({ ...as(hub), maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' })],
  ])('hears nobody %s', async (_, options: () => RequestOptions) => {
    await expect(ask(options())).rejects.toThrow(/alert|socket|ECONNRESET|disconnected|EPROTO|protocol/i);
  });

  it('takes up a new certificate while it runs', async () => {
    const before = (await ask(as(hub))).serial;
    put(await pair('solway', authority));
    utimesSync(file('cert.pem'), new Date(), new Date(Date.now() + 1000));
    await expect.poll(async () => (await ask(as(hub))).serial).not.toBe(before);
  });
});
