import { closeSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs';
import { BenchError } from '../base/errors.ts';
import { loadLibc, type Libc } from './koffi.ts';
import { runCommand } from './run-command.ts';

/** What share of a file is in the page cache, from 0 to 1; without the C library at hand nothing tells. */
export type Residency = { readonly known: true; readonly share: number } | { readonly known: false };

/** Puts files into the page cache and out of it, and tells which they are. */
export interface PageCache {
  readonly evictedBy: 'posix_fadvise' | 'dd';
  /**
   * Writes the file back and drops its pages. Pages that some process has mapped or locked stay, and all of a file on tmpfs:
   * ask for the residency after.
   * @throws BenchError `COMMAND_FAILED`
   */
  readonly evict: (path: string) => Promise<void>;
  /** Reads the whole file. */
  readonly warm: (path: string) => void;
  readonly residency: (path: string) => Residency;
}

export function openPageCache(environment: NodeJS.ProcessEnv = process.env): PageCache {
  const libc = loadLibc(environment);
  return {
    evictedBy: libc === undefined ? 'dd' : 'posix_fadvise',
    evict: libc === undefined ? evictByDd : (path) => evictByAdvice(path, libc),
    warm: readThrough,
    residency: (path) =>
      libc === undefined ? { known: false } : { known: true, share: shareOf(path, libc) },
  };
}

// The kernel passes over dirty pages, so they are written back first (posix_fadvise(2)).
function evictByAdvice(path: string, libc: Libc): Promise<void> {
  return withFile(path, (descriptor) => {
    fsyncSync(descriptor);
    const result = libc.dropFromPageCache(descriptor);
    if (result.ok) return Promise.resolve();
    return Promise.reject(failed('evict', path, `posix_fadvise gave errno ${result.errno}`));
  });
}

// Copying nothing with `nocache` advises the kernel to drop all of the file (dd(1)); `fdatasync` writes it back first.
async function evictByDd(path: string): Promise<void> {
  const args = [
    'if=/dev/null',
    `of=${path}`,
    'oflag=nocache',
    'conv=notrunc,fdatasync',
    'count=0',
    'status=none',
  ];
  await runCommand('dd', args, { timeoutMs: 60_000 });
}

function readThrough(path: string): void {
  const block = Buffer.allocUnsafe(1 << 20);
  withFile(path, (descriptor) => {
    while (readSync(descriptor, block) > 0);
  });
}

function shareOf(path: string, libc: Libc): number {
  return withFile(path, (descriptor) => {
    const { size } = fstatSync(descriptor);
    const result = libc.countResidentPages(descriptor, size);
    if (result.ok) return result.pages === 0 ? 0 : result.resident / result.pages;
    throw failed('look up', path, `mincore gave errno ${result.errno}`);
  });
}

function withFile<T>(path: string, use: (descriptor: number) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function failed(action: string, path: string, seen: string): BenchError {
  return new BenchError('COMMAND_FAILED', `Cannot ${action} "${path}" in the page cache: ${seen}`);
}
