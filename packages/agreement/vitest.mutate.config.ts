import { defineConfig } from 'vitest/config';

// For mutation testing only: this package's own tests, without the slow ones, which would run whole for a mutant in what is made once.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['test/*.test.ts'],
    exclude: ['test/parse-agreement.test.ts', 'test/properties.test.ts', 'test/reference.test.ts'],
    testTimeout: 30_000,
  },
});
