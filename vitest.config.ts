import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: a third file would only slow the other two, and every stack has processes of its own.
    maxWorkers: 2,
  },
});
