import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inject, onTestFinished } from 'vitest';
import { reportOfRun } from '../../src/analysis/analyse-report.ts';
import { analyseRun } from '../../src/analysis/analyse-run.ts';
import { writeReport } from '../../src/report/exporters.ts';
import { connectBrowser, type Browser, type Page } from './chromium.ts';

/** Content by the file's name in its run folder, as `runFiles()` makes it. */
export type RunFiles = Readonly<Record<string, string>>;

/** How the reader looks at the page; a wide light screen where nothing is said. */
export interface ReaderOptions {
  readonly appearance?: 'light' | 'dark';
  readonly widthPx?: number;
  readonly scripts?: 'on' | 'off';
  readonly motion?: 'reduced' | 'any';
  readonly medium?: 'screen' | 'print';
  /** Whether the page was asked for with pictures that answer the pointer. */
  readonly pictures?: 'still' | 'interactive';
}

/** A report page with everything that it did while it was loaded and since. */
export interface OpenedPage {
  readonly page: Page;
  /** Address of the file. */
  readonly url: string;
  /** Addresses of all requests, that of the page included. */
  readonly requests: readonly string[];
  /** Messages on the console, errors of scripts and dialogs. */
  readonly messages: readonly string[];
}

/**
 * Makes the report of a run as the tool does and opens its page from the disk, offline, in a tab of its own that is closed
 * when the test ends. The same files are made into a report once.
 */
export async function openPage(files: RunFiles, options: ReaderOptions = {}): Promise<OpenedPage> {
  const opened = await openTab(files, options);
  onTestFinished(() => opened.page.context().close());
  return opened;
}

const looked = new WeakMap<RunFiles, Map<string, Promise<OpenedPage>>>();

/** The page in a tab that all tests share that ask for the same: for those who look only, and leave the page as it is. */
export function lookAtPage(files: RunFiles, options: ReaderOptions = {}): Promise<OpenedPage> {
  const tabs = looked.get(files) ?? new Map<string, Promise<OpenedPage>>();
  looked.set(files, tabs);
  const key = JSON.stringify(options);
  const opened = tabs.get(key) ?? openTab(files, options);
  tabs.set(key, opened);
  return opened;
}

async function openTab(files: RunFiles, options: ReaderOptions): Promise<OpenedPage> {
  const url = await reportOf(files, options.pictures ?? 'still');
  const browser = await sharedBrowser();
  const context = await browser.newContext({
    viewport: { width: options.widthPx ?? 1280, height: 900 },
    colorScheme: options.appearance ?? 'light',
    reducedMotion: options.motion === 'reduced' ? 'reduce' : 'no-preference',
    javaScriptEnabled: options.scripts !== 'off',
    offline: true,
  });
  const requests: string[] = [];
  const messages: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => messages.push(`error: ${error.error().message}`));
  context.on('dialog', (dialog) => {
    messages.push(`${dialog.type()}: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const page = await context.newPage();
  await page.emulateMedia({ media: options.medium ?? null });
  await page.goto(url, { waitUntil: 'load' });
  return { page, url, requests, messages };
}

type Pictures = NonNullable<ReaderOptions['pictures']>;

const reports: Readonly<Record<Pictures, WeakMap<RunFiles, Promise<string>>>> = {
  still: new WeakMap(),
  interactive: new WeakMap(),
};

function reportOf(files: RunFiles, pictures: Pictures): Promise<string> {
  const url = reports[pictures].get(files) ?? makeReport(files, pictures);
  reports[pictures].set(files, url);
  return url;
}

async function makeReport(files: RunFiles, pictures: Pictures): Promise<string> {
  const folder = mkdtempSync(join(shared().folder, 'run-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  await writeReport(reportOfRun(analyseRun(folder)), folder, { isInteractive: pictures === 'interactive' });
  return pathToFileURL(join(folder, 'report.html')).href;
}

let browser: Promise<Browser> | undefined;

function sharedBrowser(): Promise<Browser> {
  return (browser ??= connectBrowser(shared().endpoint));
}

function shared(): { readonly endpoint: string; readonly folder: string } {
  const value = inject('browser');
  if ('whyNot' in value) throw new Error(`Cannot open a page: ${value.whyNot}`);
  return value;
}
