// The handler to compare with: the same source calls, one indexed SELECT, one committed INSERT, and the raw bytes.
import formbody from '@fastify/formbody';
import fastify from 'fastify';
import pg from 'pg';
import { Pool } from 'undici';
import { measured } from './measured.ts';
import { chiOf } from './people.ts';
import { pathOf } from './recording.ts';

const { databaseUrl, fhirUrl, keys } = JSON.parse(process.argv[2] ?? '{}') as {
  databaseUrl: string;
  fhirUrl: string;
  keys: string[];
};
const db = new pg.Pool({ connectionString: databaseUrl, max: 16 });
await db.query(
  'create table if not exists bare (id bigint generated always as identity primary key, body text)',
);
const source = new Pool(new URL(fhirUrl).origin, { connections: 16, pipelining: 1 });
const [first = '', ...rest] = keys;

async function get(path: string): Promise<string> {
  const answer = await source.request({ path, method: 'GET', headers: { accept: 'application/fhir+json' } });
  return answer.body.text();
}

const app = fastify();
await app.register(formbody);
app.post('/view', async (request, reply) => {
  const { handle } = request.body as { handle: string };
  const launch = await db.query<{ person_id: string }>({
    name: 'find',
    text: 'select * from launch where handle_hash = sha256($1::text::bytea)',
    values: [handle],
  });
  const chi = chiOf(launch.rows[0]?.person_id ?? '');
  // The patient is found first, as in Solway, and the searches follow together.
  const found = await get(pathOf(first, chi));
  const answers = await Promise.all(rest.map((key) => get(pathOf(key, chi))));
  const bodies = [found, ...answers].join('\n');
  await db.query({
    name: 'insert',
    text: 'insert into bare (body) values ($1)',
    values: [bodies.slice(0, 4000)],
  });
  return reply.type('text/html').send(bodies);
});
measured(await app.listen({ port: 0, host: '127.0.0.1' }));
