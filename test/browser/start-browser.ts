import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findBrowser, startBrowser, whyNoBrowser } from './chromium.ts';

/** What all files of the project share. */
export type SharedBrowser =
  | { readonly whyNot: string }
  | {
      readonly endpoint: string;
      /** For the run folders whose pages are opened. */
      readonly folder: string;
    };

declare module 'vitest' {
  interface ProvidedContext {
    readonly browser: SharedBrowser;
  }
}

/** One browser for all files, since starting one takes longer than most tests. Returns what ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const path = findBrowser(process.env);
  if (path === undefined) {
    project.provide('browser', { whyNot: whyNoBrowser });
    return () => Promise.resolve();
  }
  const server = await startBrowser(path);
  const folder = mkdtempSync(join(tmpdir(), 'microvm-bench-pages-'));
  project.provide('browser', { endpoint: server.endpoint, folder });
  return async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
