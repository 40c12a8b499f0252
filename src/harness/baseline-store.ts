import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../base/atomic-file.ts';
import { BenchError, errorMessage, systemErrorCode } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import { parseBaseline } from '../model/baseline-schema.ts';
import {
  baselineFormatVersion,
  isBaselineName,
  type Baseline,
  type BaselineEntry,
} from '../model/baseline.ts';
import type { RunManifest } from '../model/run.ts';
import { suggest } from '../model/suggest.ts';
import { baselineRunFolder, checkBaselineRun, listStoredFolders, storeBaselineRun } from './baseline-runs.ts';

/** A run that a baseline is to be from now on. */
export interface BaselineStep {
  /** The run folder; it has been read before. */
  readonly folder: string;
  readonly manifest: Pick<RunManifest, 'runId' | 'end'>;
  readonly pinnedAt: string;
  readonly reason: string;
  readonly by?: string;
}

/** What a name stands for. */
export interface LocatedBaseline {
  readonly entry: BaselineEntry;
  /** A run folder that is as it was pinned. */
  readonly folder: string;
}

/**
 * A folder of runs that others are compared with. A run lies there under its digest and is never changed; a name is a file
 * with the history of what it stood for, replaced whole.
 */
export interface BaselineStore {
  readonly names: () => readonly string[];
  /** @throws BenchError `BASELINE_NOT_FOUND`, `RUN_MALFORMED` */
  readonly locate: (name: string) => LocatedBaseline;
  /**
   * Makes a new name.
   * @throws BenchError `USAGE` where there is one, and for a run that is not complete
   */
  readonly pin: (name: string, step: BaselineStep) => BaselineEntry;
  /**
   * Lets a name stand for another run and keeps what it stood for.
   * @throws BenchError `BASELINE_NOT_FOUND`; `USAGE` for a run that is not complete, and where nothing would change
   */
  readonly accept: (name: string, step: BaselineStep) => BaselineEntry;
  /**
   * Removes the runs that no name has ever stood for, and what a killed pin has left.
   * @returns their folders; with `remove: false` nothing is removed
   */
  readonly prune: (options: { readonly remove: boolean }) => readonly string[];
}

export function openBaselineStore(store: string): BaselineStore {
  return {
    names: () => namesIn(store),
    locate(name): LocatedBaseline {
      const entry = newest(readBaseline(store, name));
      checkBaselineRun(store, entry.digest);
      return { entry, folder: baselineRunFolder(store, entry.digest) };
    },
    pin(name, step): BaselineEntry {
      requireComplete(step);
      if (existsSync(pathOf(store, name))) {
        throw new BenchError('USAGE', `Cannot pin the baseline ${name}: there is one of this name`, {
          hint: `Move it with \`microvm-bench baseline accept ${name} <run> --reason <text>\``,
        });
      }
      return append(store, { format: baselineFormatVersion, name, history: [] }, step);
    },
    accept(name, step): BaselineEntry {
      requireComplete(step);
      return append(store, readBaseline(store, name), step);
    },
    prune: ({ remove }) => prune(store, remove ? removeFolder : undefined),
  };
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true });
}

/** @throws BenchError `USAGE` for what is no name */
function pathOf(store: string, name: string): string {
  if (isBaselineName(name)) return join(store, `${name}.json`);
  throw new BenchError('USAGE', `Cannot use "${name}" as the name of a baseline: it is none`, {
    hint: 'Use 1 to 64 letters, digits, dots, hyphens and underscores, a letter or a digit first',
  });
}

function namesIn(store: string): readonly string[] {
  if (!existsSync(store)) return [];
  return readdirSync(store)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter(isBaselineName)
    .sort();
}

function readBaseline(store: string, name: string): Baseline {
  const path = pathOf(store, name);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    if (systemErrorCode(thrown) !== 'ENOENT') {
      const seen = errorMessage(thrown);
      throw new BenchError('RUN_MALFORMED', `Cannot read the baseline "${path}": ${seen}`, { cause: thrown });
    }
    const near = suggest(name, namesIn(store));
    throw new BenchError('BASELINE_NOT_FOUND', `Cannot find the baseline ${name}: there is no "${path}"`, {
      cause: thrown,
      hint:
        near === undefined
          ? `Make it with \`microvm-bench baseline pin ${name} <run>\``
          : `Did you mean ${near}?`,
    });
  }
  return parseBaseline(text, path);
}

function newest({ name, history }: Baseline): BaselineEntry {
  const entry = history.at(-1);
  if (entry !== undefined) return entry;
  throw new BenchError('RUN_MALFORMED', `Cannot use the baseline ${name}: it names no run`);
}

/** The end of an incomplete run may depend on what was measured. */
function requireComplete({ manifest }: BaselineStep): void {
  if (manifest.end.status === 'complete') return;
  throw new BenchError(
    'USAGE',
    `Cannot make a baseline of the run ${manifest.runId}: it is ${manifest.end.status}`,
    { hint: 'Choose a run that is complete' },
  );
}

function append(store: string, baseline: Baseline, step: BaselineStep): BaselineEntry {
  const { folder, manifest, pinnedAt, reason, by } = step;
  const path = pathOf(store, baseline.name);
  const digest = storeBaselineRun(store, folder);
  if (baseline.history.at(-1)?.digest === digest) {
    const text = `Cannot accept the run ${manifest.runId}: the baseline ${baseline.name} is this run already`;
    throw new BenchError('USAGE', text);
  }
  const entry = { digest, runId: manifest.runId, pinnedAt, reason, ...optional('by', by) };
  const moved: Baseline = { ...baseline, history: [...baseline.history, entry] };
  writeFileAtomic(path, `${JSON.stringify(moved, undefined, 2)}\n`);
  return entry;
}

/** A name that cannot be read ends it: what that one stands for is not known. */
function prune(store: string, remove: ((folder: string) => void) | undefined): readonly string[] {
  if (!existsSync(store)) return [];
  const histories = namesIn(store).map((name) => readBaseline(store, name).history);
  const kept = new Set(histories.flat().map(({ digest }) => baselineRunFolder(store, digest)));
  const stray = listStoredFolders(store)
    .map((name) => join(store, name))
    .filter((folder) => !kept.has(folder));
  if (remove !== undefined) for (const folder of stray) remove(folder);
  return stray;
}
