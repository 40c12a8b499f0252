import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    reporters: ['default', './test/count-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          pool: 'threads',
          isolate: false,
          // The browser keeps the machine busy meanwhile.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'host',
          include: ['test/host/**/*.test.ts'],
          // Real VMs: one file after the other, in a process of its own (signals do not reach worker threads).
          pool: 'forks',
          fileParallelism: false,
          // Alone: what else keeps the machine busy disturbs the blocks that these tests measure.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          pool: 'threads',
          // Files of one thread share its connection to the browser, and make a report once.
          isolate: false,
          globalSetup: ['test/browser/start-browser.ts'],
          setupFiles: ['test/browser/require-browser.ts'],
          // A page's report is made, and its tab opened, while the unit tests keep the machine busy.
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});

export default config;
