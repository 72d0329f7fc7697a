import { openDatabase } from '@solway/store';
import { expect, it } from 'vitest';
import { requireAnswer } from '../src/require-answer.ts';

it('names the setting when the database is not there, and not the address', async () => {
  const db = openDatabase('postgres://somebody:secret@127.0.0.1:1/nothing');
  await expect(requireAnswer(db)).rejects.toThrow(
    /^DATABASE_URL: the database does not answer \(ECONNREFUSED\)$/,
  );
  await db.end();
});
