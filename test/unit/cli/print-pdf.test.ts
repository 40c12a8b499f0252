import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../../src/base/waiting.ts';
import { printPdf } from '../../../src/cli/print-pdf.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

/** A browser that says where its profile is and then does nothing for ever. */
function hangingBrowser(folder: TemporaryFolder): string {
  const path = folder.write(
    'browser',
    `#!/bin/sh\nfor each in "$@"; do case "$each" in --user-data-dir=*) echo "\${each#*=}" > '${folder.path}/profile';; esac; done\n` +
      'exec /usr/bin/tail -f /dev/null\n',
  );
  chmodSync(path, 0o755);
  return path;
}

function profileIsGone(folder: TemporaryFolder): boolean {
  const profile = readFileSync(join(folder.path, 'profile'), 'utf8').trim();
  return existsSync(dirname(profile)) && !existsSync(profile);
}

describe('printPdf()', () => {
  it('ends a browser that takes too long, and leaves nothing', async () => {
    using folder = makeTemporaryFolder();
    const target = join(folder.path, 'report.pdf');
    const { signal } = new AbortController();
    const options = { browser: hangingBrowser(folder), signal, timeoutMs: 2000 };
    await expect(printPdf('/nowhere/report.html', target, options)).rejects.toMatchObject({
      code: 'COMMAND_FAILED',
      message: expect.stringContaining('timed out') as unknown,
    });
    expect([existsSync(target), profileIsGone(folder)]).toEqual([false, true]);
  });

  it('ends the browser when it is told to stop', async () => {
    using folder = makeTemporaryFolder();
    const target = join(folder.path, 'report.pdf');
    const stop = new AbortController();
    const options = { browser: hangingBrowser(folder), signal: stop.signal };
    const printing = printPdf('/nowhere/report.html', target, options);
    const ended = expect(printing).rejects.toMatchObject({ code: 'ABORTED' });
    await waitUntil({
      action: 'see the browser',
      timeoutMs: 20_000,
      signal: new AbortController().signal,
      // Another process writes it, and it is one line of a shell.
      retryMs: 10,
      look: () =>
        existsSync(join(folder.path, 'profile'))
          ? { ready: true, value: undefined }
          : { ready: false, seen: 'no profile' },
    });
    stop.abort();
    await ended;
    expect([existsSync(target), profileIsGone(folder)]).toEqual([false, true]);
  });
});
