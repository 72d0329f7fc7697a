import { expect, test } from 'vitest';
import { compile, decide, GATES } from '../../src/index.ts';
import { cedarOracle } from './cedar.ts';
import { generate, seeded } from './generate.ts';
import { parsed, versionTexts } from './versions.ts';

// SOLWAY_ORACLE_CASES=1000000 for the longer run; SOLWAY_ORACLE_SEED for another draw.
const CASES = Number(process.env['SOLWAY_ORACLE_CASES'] ?? 10_000);
const SEED = Number(process.env['SOLWAY_ORACLE_SEED'] ?? 20_261_123);
/** Each gate is the sole cause of refusal at least this often, as a share of the cases. */
const LEAST_SHARE = 0.01;

test(
  `Cedar, from its own translation, agrees on ${CASES} cases: the outcome, and which gates failed`,
  { timeout: 60_000 + CASES * 3 },
  () => {
    const versions = versionTexts.map((text, index) => {
      const agreement = parsed(text);
      return { agreement, compiled: compile(agreement), oracle: cedarOracle(`version-${index}`, text) };
    });
    const random = seeded(SEED);
    const soleCause = new Map<string, number>();
    let granted = 0;
    const disagreements: unknown[] = [];
    for (let index = 0; index < CASES; index += 1) {
      const { agreement, compiled, oracle } = versions[index % versions.length]!;
      const request = generate(agreement, random);
      const decision = decide(compiled, request);
      const cedar = oracle(request);
      const gates = new Set<string>(
        decision.outcome === 'granted' ? [] : decision.reasons.map(({ gate }) => gate),
      );
      if (cedar.allowed) granted += 1;
      if (cedar.gates.size === 1)
        for (const gate of cedar.gates) soleCause.set(gate, (soleCause.get(gate) ?? 0) + 1);
      if (
        cedar.allowed !== (decision.outcome === 'granted') ||
        [...gates].sort().join() !== [...cedar.gates].sort().join()
      )
        disagreements.push({ version: agreement.version, request, decision, cedar: [...cedar.gates] });
      if (disagreements.length === 3) break;
    }
    console.log(`oracle: ${CASES} cases, ${granted} granted; sole cause`, Object.fromEntries(soleCause));
    expect(disagreements).toEqual([]);
    expect(granted).toBeGreaterThan(CASES * 0.1);
    for (const gate of GATES) {
      // A request that can't be read has no Cedar form; decide.test.ts and properties.test.ts attack those.
      if (gate !== 'request')
        expect([gate, (soleCause.get(gate) ?? 0) > CASES * LEAST_SHARE]).toEqual([gate, true]);
    }
  },
);
