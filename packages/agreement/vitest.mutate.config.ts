import { defineConfig } from 'vitest/config';

// For mutation testing only: this package's own tests, without the oracle, which would run whole for every mutant.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: { include: ['test/*.test.ts'], testTimeout: 30_000 },
});
