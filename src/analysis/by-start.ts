import type { RunManifest } from '../model/run.ts';

type Started = Pick<RunManifest, 'runId' | 'startedAt'>;

/** Orders runs by the time at which they began, those of which it is not told first; those of one moment by their ids. */
export function byStart(one: Started, other: Started): number {
  const byTime = timeOf(one) - timeOf(other);
  return byTime === 0 ? Number(one.runId > other.runId) - Number(one.runId < other.runId) : byTime;
}

function timeOf({ startedAt }: Started): number {
  return startedAt === undefined ? 0 : Date.parse(startedAt);
}
