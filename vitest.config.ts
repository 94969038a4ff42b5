import { defineConfig } from 'vitest/config';

interface Kind {
  /** Milliseconds. */
  timeLimit: number;
  parallel: boolean;
  /** One kind after the other: those with real processes must not compete for the computer. */
  order: number;
  globalSetup?: string[];
}

const project = (name: string, { timeLimit, parallel, order, globalSetup = [] }: Kind) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout: timeLimit,
    hookTimeout: timeLimit,
    pool: 'forks' as const,
    fileParallelism: parallel,
    sequence: { groupOrder: order },
    globalSetup,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', { timeLimit: 20_000, parallel: true, order: 0 }),
      project('integration', { timeLimit: 60_000, parallel: false, order: 1 }),
      project('e2e', { timeLimit: 120_000, parallel: false, order: 2, globalSetup: ['test/e2e/build-pages.ts'] }),
    ],
  },
});
