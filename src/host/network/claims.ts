/**
 * Claims on names between processes, without a lock. A claim is a directory that holds one file, and that file's name is
 * its owner. It is filled elsewhere and renamed into place: rename(2) replaces a directory only while it is empty, so of
 * any number of processes one wins, and no claim is ever seen without its owner. To release or take over a claim is to
 * remove the file *of that owner*: whoever comes late finds no such file and can never hit the next owner's.
 */
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { BenchError, errorMessage, systemErrorCode } from '../../base/errors.ts';
import { makeMissingFolders } from '../../base/make-folders.ts';
import type { VmOwner } from '../../model/vm-ids.ts';
import { formatOwner, parseOwner, removeIfEmpty, unlinkOwner, vacateDead } from './claim-files.ts';

export interface ClaimsOptions {
  /** Made with mode 0700 where it is missing. */
  readonly directory: string;
  readonly owner: VmOwner;
  readonly isAlive: (owner: VmOwner) => boolean;
}

export interface Claims {
  /** Takes a name; false when somebody alive has it, this process itself included. */
  readonly take: (name: string) => boolean;
  /** Gives back a name that this owner has taken. */
  readonly release: (name: string) => void;
}

/**
 * Opens a directory of claims and removes what dead owners have left in it. All users must see each other's pids: a
 * directory is not to be shared across PID namespaces.
 * @throws BenchError `FACILITY_MISSING` when the directory cannot be made, or others may write to it
 */
export function openClaims(options: ClaimsOptions): Claims {
  requirePrivateDirectory(options.directory);
  for (const name of listClaims(options.directory)) sweep(name, options);
  return {
    take: (name) => take(name, options),
    release(name): void {
      const claim = join(options.directory, name);
      unlinkOwner(claim, formatOwner(options.owner));
      removeIfEmpty(claim);
    },
  };
}

/** A claim of a dead owner, and what went wrong when it was removed. */
export interface SweptClaim {
  readonly name: string;
  readonly failure?: string;
}

/** Removes what dead owners have left, in a directory that may not be there. Nothing is taken. */
export function sweepClaims(options: SweepOptions): readonly SweptClaim[] {
  if (!isPrivate(options.directory)) return [];
  return listClaims(options.directory)
    .sort()
    .flatMap((name) => {
      try {
        return sweep(name, options) ? [{ name }] : [];
      } catch (thrown) {
        return [{ name, failure: errorMessage(thrown) }];
      }
    });
}

function take(name: string, options: ClaimsOptions): boolean {
  const claim = join(options.directory, name);
  if (!vacateDead(claim, options.isAlive)) return false;
  const owner = formatOwner(options.owner);
  const draft = join(options.directory, `${draftPrefix}${owner}-${randomUUID()}`);
  mkdirSync(draft, { mode: 0o700 });
  try {
    writeFileSync(join(draft, owner), '', { flag: 'wx', mode: 0o600 });
    return tryRename(draft, claim);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function tryRename(draft: string, claim: string): boolean {
  try {
    renameSync(draft, claim);
    return true;
  } catch (thrown) {
    if (['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(thrown) ?? '')) return false;
    throw thrown;
  }
}

const draftPrefix = '.draft-';

type SweepOptions = Pick<ClaimsOptions, 'directory' | 'isAlive'>;

/** Whether it was a dead owner's claim, and not a mere draft of one, and is gone. */
function sweep(name: string, options: SweepOptions): boolean {
  const path = join(options.directory, name);
  if (!name.startsWith(draftPrefix)) return vacateDead(path, options.isAlive);
  const owner = parseOwner(name.slice(draftPrefix.length).split('-').slice(0, 2).join('-'));
  if (owner !== undefined && !options.isAlive(owner)) rmSync(path, { recursive: true, force: true });
  return false;
}

function listClaims(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function requirePrivateDirectory(directory: string): void {
  const hint = 'Choose a directory that root alone may enter, on a file system of this host such as /run';
  try {
    makeMissingFolders(directory, 0o700);
  } catch (thrown) {
    const text = `Cannot make the directory "${directory}": ${errorMessage(thrown)}`;
    throw new BenchError('FACILITY_MISSING', text, { cause: thrown, hint });
  }
  if (isPrivate(directory)) return;
  const { mode, uid } = lstatSync(directory);
  const seen = `it belongs to user ${uid} with mode ${(mode & 0o777).toString(8)}`;
  throw new BenchError('FACILITY_MISSING', `Cannot keep claims in "${directory}": ${seen}`, { hint });
}

function isPrivate(directory: string): boolean {
  const stat = lstatSync(directory, { throwIfNoEntry: false });
  return stat !== undefined && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0;
}
