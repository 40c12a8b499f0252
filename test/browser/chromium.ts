import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type * as Playwright from 'playwright-core';

/** One tab. */
export type Page = Playwright.Page;
/** What a tab is opened with: appearance, size, and whether scripts run. */
export type TabOptions = Playwright.BrowserContextOptions;
/** A browser that was started elsewhere. */
export type Browser = Playwright.Browser;

/** A browser that runs until it is closed. */
export interface BrowserServer {
  /** Where `connectBrowser()` finds it. */
  readonly endpoint: string;
  close(): Promise<void>;
}

const pathVariable = 'MICROVM_BENCH_CHROMIUM';
const names: readonly string[] = ['chromium', 'chromium-browser', 'google-chrome'];

/** Why there is no browser to test with: the reason of being skipped. */
export const whyNoBrowser = `no ${names.join(', ')} in PATH, and no ${pathVariable}`;

/** The browser that the variable names, else the first one in PATH; undefined without one. */
export function findBrowser(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return env[pathVariable] ?? paths.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the next one may be.
    return false;
  }
}

/** Starts a browser without a window. Its sandbox stays off, since root has none and only pages of our own are opened. */
export async function startBrowser(executablePath: string): Promise<BrowserServer> {
  const server = await chromium.launchServer({ executablePath, host: '127.0.0.1', chromiumSandbox: false });
  return { endpoint: server.wsEndpoint(), close: () => server.close() };
}

/** Takes hold of a browser that `startBrowser()` started. */
export function connectBrowser(endpoint: string): Promise<Browser> {
  return chromium.connect(endpoint);
}
