import type { RunManifest } from '../model/run.ts';

/** Orders runs by the time at which they began; those of one moment by their ids. */
export function byStart(one: RunManifest, other: RunManifest): number {
  const byTime = Date.parse(one.startedAt) - Date.parse(other.startedAt);
  return byTime === 0 ? Number(one.runId > other.runId) - Number(one.runId < other.runId) : byTime;
}
