import { stopOf } from '../../model/run.ts';
import { alphaAfter } from '../../model/stopping.ts';
import type { RunRecords } from '../run-facts.ts';
import type { Sides } from './sides.ts';

/** Runs of a group-sequential plan that hold both sides: their looks were at the difference that is compared. */
function lookedAtRuns({ base, candidates }: Sides): readonly RunRecords[] {
  const ids = new Set(candidates.flatMap(({ runs }) => runs.map(({ manifest }) => manifest.runId)));
  return base.runs.filter(
    ({ manifest }) => ids.has(manifest.runId) && manifest.plan.stopping?.kind === 'sequential',
  );
}

/** Whether p is to be what the looks went by, the normal approximation of z, which is finer than drawn relabellings. */
export function areLookedAt(sides: Sides): boolean {
  return lookedAtRuns(sides).length > 0;
}

/** What the gated family is judged by: α, or what the looks of its runs have left of it, the least where there are several. */
export function alphaOfSides(sides: Sides, alpha: number): number {
  const left = lookedAtRuns(sides).map(({ manifest }) =>
    alphaAfter(manifest.plan.stopping, { stoppedBy: stopOf(manifest), alpha }),
  );
  return Math.min(alpha, ...left);
}
