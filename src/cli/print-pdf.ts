import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeFileAtomic } from '../base/atomic-file.ts';
import { CleanupStack } from '../base/cleanup-stack.ts';
import { BenchError, errorMessage } from '../base/errors.ts';
import { runCommand } from '../host/run-command.ts';

export interface PdfOptions {
  /** Path of a Chromium. */
  readonly browser: string;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** A page with dozens of charts takes seconds; a browser that waits for something waits for ever. */
const defaultTimeoutMs = 120_000;

/**
 * Prints a page that lies on this host as a PDF, whole or not at all. The browser gets a profile and a home of its own, which
 * are gone afterwards, and no network.
 * @throws BenchError `COMMAND_FAILED`, `ABORTED`, `RESULTS_NOT_WRITABLE`
 */
export async function printPdf(page: string, target: string, options: PdfOptions): Promise<void> {
  const { browser, signal, timeoutMs = defaultTimeoutMs } = options;
  await using cleanup = new CleanupStack();
  // Mode 0700: the page of a run may be closed to others.
  const folder = mkdtempSync(join(tmpdir(), 'microvm-bench-pdf-'));
  cleanup.defer('remove the profile of the browser', () => {
    // The browser's last children may still write while it goes.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  const printed = join(folder, 'page.pdf');
  const env = { HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder };
  const { stderr } = await runCommand(browser, browserArguments(page, printed, folder), {
    timeoutMs,
    signal,
    env,
  });
  writeFileAtomic(target, readPrinted(printed, stderr));
}

function browserArguments(page: string, printed: string, profile: string): readonly string[] {
  return [
    '--headless',
    // Its sandbox refuses root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--disable-extensions',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    // Nothing listens on the discard port, and no name is looked up.
    '--proxy-server=127.0.0.1:9',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--no-pdf-header-footer',
    `--print-to-pdf=${printed}`,
    pathToFileURL(page).href,
  ];
}

/** The browser ends with status 0 whether it has printed or not. */
function readPrinted(path: string, stderr: string): Buffer {
  try {
    return readFileSync(path);
  } catch (thrown) {
    const words = stderr.trim().split('\n').at(-1) ?? '';
    const seen = words === '' ? errorMessage(thrown) : words;
    throw new BenchError('COMMAND_FAILED', `Cannot print a PDF: the browser wrote none: ${seen}`, {
      cause: thrown,
    });
  }
}
