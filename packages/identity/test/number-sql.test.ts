import { type InvalidChiError, parseChi } from '@solway/kernel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agePartsAt, isChildSql, partOf } from '../src/match/age-parts.ts';
import { type FileDatabase, openFileDatabase } from '../src/match/database.ts';
import { numberFaultSql } from '../src/match/number-sql.ts';

const folder = mkdtempSync(join(tmpdir(), 'solway-numbers-'));
let db: FileDatabase;
beforeAll(async () => {
  db = await openFileDatabase({ folder, memoryMb: 500 });
});
afterAll(async () => {
  await db[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function faultOf(text: string): string | null {
  try {
    parseChi(text);
    return null;
  } catch (error) {
    return (error as InvalidChiError).code;
  }
}

describe('the rules of the number in SQL', () => {
  it('say of 40,000 numbers what the kernel says, and know the published ones', async () => {
    const published = [
      '0101011237',
      '1904851231',
      '0101201234',
      '0101201233',
      '0211165794',
      '2902201230',
      '0402568876',
    ];
    const odd = ['', '123', '01010112370', 'ABCDEFGHIJ', '2902011234', '3113011234', '0000001234'];
    // Random digits are seldom a date, so most of these are given one.
    await db.run(
      `CREATE TABLE numbers AS SELECT lpad(CAST(CASE WHEN i % 5 = 0 THEN 0 ELSE (1 + i % 31) * 100000000 + (1 + i % 12) * 1000000 END + hash(i) % 1000000 AS VARCHAR), 10, '0') AS n FROM range(40000) t(i) ` +
        `UNION ALL SELECT unnest([${[...published, ...odd].map((one) => `'${one}'`).join(', ')}])`,
    );
    const rows = await db.rows<{ n: string; fault: string | null }>(
      `SELECT n, ${numberFaultSql('n')} AS fault FROM numbers`,
    );
    expect(rows.filter(({ n, fault }) => faultOf(n) !== fault)).toEqual([]);
    expect(rows.filter(({ fault }) => fault === null).length).toBeGreaterThan(3000);
  });
});

describe('the part that a council record belongs to', () => {
  it('is the same in SQL and in TypeScript, for every age and flag', async () => {
    const parts = agePartsAt('2026-11-20');
    await db.run(
      `CREATE TABLE ages AS SELECT CASE WHEN i < 3 THEN NULL ELSE strftime(DATE '1990-01-01' + CAST(i * 41 AS INTEGER), '%Y-%m-%d') END AS date_of_birth, [NULL, 'adult', 'child'][1 + i % 3] AS context FROM range(320) t(i)`,
    );
    const rows = await db.rows<{
      date_of_birth: string | null;
      context: 'adult' | 'child' | null;
      child: boolean;
    }>(`SELECT *, ${isChildSql(parts)} AS child FROM ages`);
    for (const { date_of_birth: birthDate, context, child } of rows) {
      expect(partOf({ birthDate, context }, parts)).toBe(child ? 'children' : 'adults');
    }
    expect(new Set(rows.map((row) => row.child)).size).toBe(2);
  });
});
