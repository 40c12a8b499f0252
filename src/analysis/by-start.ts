import type { RunManifest } from '../model/run.ts';

type Started = Pick<RunManifest, 'runId' | 'startedAt'>;

/** Orders runs by the time at which they began; those of one moment by their ids. */
export function byStart(one: Started, other: Started): number {
  const byTime = Date.parse(one.startedAt) - Date.parse(other.startedAt);
  return byTime === 0 ? Number(one.runId > other.runId) - Number(one.runId < other.runId) : byTime;
}
