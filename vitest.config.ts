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
          // The other projects keep the machine busy meanwhile.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'host',
          include: ['test/host/**/*.test.ts'],
          // Real VMs: one file after the other, in a process of its own (signals do not reach worker threads).
          pool: 'forks',
          fileParallelism: false,
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
          // A page's report is made, and its tab opened, while other projects keep the machine busy.
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});

export default config;
