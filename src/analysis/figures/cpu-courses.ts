import {
  cpuRoles,
  type CpuCourse,
  type CpuRole,
  type CpuRoleCourse,
} from '../../model/figures/cpu-course.ts';
import type { ObservedThreads } from '../../model/figures/observed-trial.ts';
import type { ThreadTrack } from '../../model/observations.ts';
import type { ReportedRun } from '../../model/report.ts';
import type { TrialRecord } from '../../model/trial.ts';
import { observedGroups, type ObservedGroup } from './observed-groups.ts';

/** More steps than this are narrower than the line that draws them. */
const mostSteps = 150;

/** CPU time by role over time of the typical trial of each case and arm whose benchmark has looked at the threads. */
export function cpuCourses(runs: readonly ReportedRun[]): readonly CpuCourse[] {
  return runs.flatMap((run) => observedGroups(run).flatMap((group) => courseOf(group, run.label) ?? []));
}

function courseOf(
  { typical, record, caseId, armId }: ObservedGroup,
  runLabel: string,
): CpuCourse | undefined {
  const { threads, trialId } = typical;
  if (threads === undefined) return undefined;
  const { edgesNs, ticksPerStep } = stepEdges(threads);
  const [firstNs, lastNs] = [edgesNs[0], edgesNs.at(-1)];
  if (firstNs === undefined || lastNs === undefined || lastNs <= firstNs) return undefined;
  const fromMs = (threads.startNs + firstNs) / 1e6;
  const toMs = (threads.startNs + lastNs) / 1e6;
  return {
    runLabel,
    caseId,
    armId,
    trialId,
    fromMs,
    toMs,
    ticksPerStep,
    roles: rolesOf(threads, record, edgesNs),
    phases: phasesWithin(record, { fromMs, toMs }),
  };
}

/** The moments of the looks, every so many-th of them, and always the last. */
function stepEdges({ tracks }: ObservedThreads): {
  readonly edgesNs: readonly number[];
  readonly ticksPerStep: number;
} {
  const ticks = [...new Set(tracks.flatMap(({ samples }) => samples.map(({ atNs }) => atNs)))].sort(
    (a, b) => a - b,
  );
  const ticksPerStep = Math.max(1, Math.ceil((ticks.length - 1) / mostSteps));
  const edgesNs = ticks.filter((_, index) => index % ticksPerStep === 0 || index === ticks.length - 1);
  return { edgesNs, ticksPerStep };
}

function rolesOf(
  { startNs, tracks }: ObservedThreads,
  { placement }: TrialRecord,
  edgesNs: readonly number[],
): readonly CpuRoleCourse[] {
  const roles = new Map(placement?.threads.map(({ tid, role }) => [tid, roleOf(role)]));
  return cpuRoles.flatMap((role) => {
    const own = tracks.filter(({ tid }) => (roles.get(tid) ?? 'other') === role);
    if (own.length === 0) return [];
    const runNs = runTimes(own, edgesNs);
    const percentOf = (from: number, to: number): number =>
      (100 * ((runNs[to] ?? 0) - (runNs[from] ?? 0))) / ((edgesNs[to] ?? 0) - (edgesNs[from] ?? 0));
    const steps = edgesNs.slice(1).map((toNs, index) => ({
      fromMs: (startNs + (edgesNs[index] ?? 0)) / 1e6,
      toMs: (startNs + toNs) / 1e6,
      percent: percentOf(index, index + 1),
    }));
    return [{ role, threadCount: own.length, meanPercent: percentOf(0, edgesNs.length - 1), steps }];
  });
}

function roleOf(role: string): CpuRole {
  if (role.startsWith('vcpu')) return 'vcpu';
  return role === 'vmm' || role === 'api' ? role : 'other';
}

/** The CPU time of all threads together up to each moment. A thread that comes later began at zero; an ended one stays. */
function runTimes(tracks: readonly ThreadTrack[], edgesNs: readonly number[]): readonly number[] {
  const totals = edgesNs.map(() => 0);
  for (const { samples } of tracks) {
    let next = 0;
    let runNs = 0;
    for (const [index, edgeNs] of edgesNs.entries()) {
      for (
        let sample = samples[next];
        sample !== undefined && sample.atNs <= edgeNs;
        sample = samples[next]
      ) {
        runNs = sample.runNs;
        next += 1;
      }
      totals[index] = (totals[index] ?? 0) + runNs;
    }
  }
  return totals;
}

function phasesWithin(
  { phases }: TrialRecord,
  { fromMs, toMs }: Pick<CpuCourse, 'fromMs' | 'toMs'>,
): CpuCourse['phases'] {
  return phases
    .map(({ name, startNs, durationNs }) => {
      const startMs = startNs / 1e6;
      return { name, startMs, endMs: startMs + durationNs / 1e6, isUnderWay: startMs < fromMs };
    })
    .filter(({ startMs, endMs }) => startMs <= toMs && endMs > fromMs)
    .map(({ name, startMs, isUnderWay }) => ({ name, startMs, isUnderWay }));
}
