import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../base/atomic-file.ts';
import { BenchError, errorMessage } from '../base/errors.ts';
import { makeFolders } from '../base/make-folders.ts';
import type { RunManifest } from '../model/run.ts';
import type { TrialEvidence } from './trial-outcome.ts';

export interface RunFolder {
  readonly path: string;
  readonly writeManifest: (manifest: RunManifest) => void;
  /** Keeps the files of one failed trial under `failed/<trial>/`, made when the first one comes. */
  readonly evidenceFor: (trialId: string) => TrialEvidence;
  /**
   * Keeps what one trial has looked at, as `observations/<trial>.json`; a bigint becomes a string.
   * @returns the path within the run folder
   * @throws BenchError `RESULTS_NOT_WRITABLE`; `DEFINITION_FAILED` for what is no JSON
   */
  readonly keepObservations: (trialId: string, observations: unknown) => string;
}

const manifestFile = 'manifest.json';
const hint = 'Choose a folder that can be written with --results';

/**
 * Makes `<results>/<run id>/`, for root's eyes only, and points `<results>/latest` to it.
 * @throws BenchError `RESULTS_NOT_WRITABLE`
 */
export function makeRunFolder(results: string, runId: string): RunFolder {
  const path = join(results, runId);
  makeFolders(results, { hint });
  try {
    mkdirSync(path, { mode: 0o700 });
    pointLatest(results, runId);
  } catch (thrown) {
    throw new BenchError(
      'RESULTS_NOT_WRITABLE',
      `Cannot make the run folder "${path}": ${errorMessage(thrown)}`,
      { cause: thrown, hint },
    );
  }
  return {
    path,
    writeManifest(manifest): void {
      writeFileAtomic(join(path, manifestFile), `${JSON.stringify(manifest, undefined, 2)}\n`);
    },
    evidenceFor: (trialId) => openEvidence(path, join('failed', trialId)),
    keepObservations(trialId, observations): string {
      const file = join('observations', `${trialId}.json`);
      const text = toJson(observations, trialId);
      try {
        mkdirSync(join(path, 'observations'), { recursive: true });
        writeFileSync(join(path, file), text);
      } catch (thrown) {
        const seen = `Cannot keep the observations of ${trialId}: ${errorMessage(thrown)}`;
        throw new BenchError('RESULTS_NOT_WRITABLE', seen, { cause: thrown });
      }
      return file;
    },
  };
}

function toJson(observations: unknown, trialId: string): string {
  try {
    return `${JSON.stringify(observations, bigintAsText)}\n`;
  } catch (thrown) {
    const text = `Cannot keep the observations of ${trialId}: ${errorMessage(thrown)}`;
    throw new BenchError('DEFINITION_FAILED', text, { cause: thrown });
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function openEvidence(runFolder: string, folder: string): TrialEvidence {
  let hasKept = false;
  return {
    folder,
    hasKept: () => hasKept,
    keep(name, source): void {
      if (!existsSync(source)) return;
      try {
        mkdirSync(join(runFolder, folder), { recursive: true });
        copyFileSync(source, join(runFolder, folder, name));
        hasKept = true;
      } catch (thrown) {
        const text = `Cannot keep the ${name} of a failed trial: ${errorMessage(thrown)}`;
        throw new BenchError('RESULTS_NOT_WRITABLE', text, { cause: thrown });
      }
    },
  };
}

/** A rename replaces the link in one step, so that `latest` always leads somewhere. */
function pointLatest(results: string, runId: string): void {
  const temporary = join(results, `.latest-${process.pid}`);
  rmSync(temporary, { force: true });
  symlinkSync(runId, temporary);
  renameSync(temporary, join(results, 'latest'));
}

/** "20261124T060000Z-host-1a2b3c": sorts by time, tells the host, never collides. */
export function makeRunId(options: {
  readonly at: Date;
  readonly hostname: string;
  readonly suffix: string;
}): string {
  const stamp = options.at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const host = options.hostname.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 32);
  return `${stamp}-${host}-${options.suffix}`;
}
