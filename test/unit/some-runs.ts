import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecords } from '../../src/analysis/run-facts.ts';
import type { RunManifest } from '../../src/model/run.ts';
import { aManifest, aPlan, blocksOf, someTrials } from './builders.ts';

/** A run of one case, a day after the one before it; its eight trials are spread around the given median. */
export function aRunOfDay(day: number, medianUs: number, overrides: Partial<RunManifest> = {}): RunRecords {
  const startedAt = new Date(Date.UTC(2026, 0, 1 + day, 3, 4, 5)).toISOString();
  const stamp = startedAt.replaceAll(/[-:]|\.\d+/g, '');
  const spreadUs = [-350, -220, -90, -20, 20, 110, 240, 6_000];
  const trials = someTrials(
    spreadUs.map((spread) => medianUs + spread),
    { startedAt },
  );
  const manifest = aManifest({
    runId: `${stamp}-bench-1-0a1b2c`,
    startedAt,
    end: { status: 'complete', endedAt: startedAt, runnerPeakRssKib: 98_304 },
    plan: aPlan({ blocks: blocksOf(trials) }),
    ...overrides,
  });
  return { manifest, trials };
}

/** Writes a run folder of the run's id below a folder and returns its path. */
export function writeRun({ manifest, trials }: RunRecords, below: string): string {
  const folder = join(below, manifest.runId);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  writeFileSync(join(folder, 'samples.ndjson'), trials.map((trial) => `${JSON.stringify(trial)}\n`).join(''));
  return folder;
}
