import { optional } from '../../base/optional.ts';
import type { InFlightStep, LaunchCourse, PlaceSummary } from '../../model/figures/launch-course.ts';
import type { ObservedLaunch } from '../../model/figures/observed-trial.ts';
import type { ReportedRun } from '../../model/report.ts';
import { median } from '../../stats/moments.ts';
import { quantileInterval } from '../../stats/order-statistic.ts';
import { observedGroups, type ObservedGroup } from './observed-groups.ts';

/** Boot times and memory by the number of neighbours, and how many launches were under way, where trials tell of several VMs. */
export function launchCourses(runs: readonly ReportedRun[]): readonly LaunchCourse[] {
  return runs.flatMap((run) => observedGroups(run).flatMap((group) => courseOf(group, run.label) ?? []));
}

function courseOf(group: ObservedGroup, runLabel: string): LaunchCourse | undefined {
  const { caseId, armId, typical } = group;
  const launches = group.trials.map((trial) => trial.launches ?? []).filter(({ length }) => length > 0);
  if (typical.launches === undefined || typical.launches.length === 0) return undefined;
  const counts = launches.map((each) =>
    inFlightSteps(each).reduce((most, { count }) => Math.max(most, count), 0),
  );
  const mostInFlight = counts.reduce((most, each) => Math.max(most, each), 0);
  const isInTurn = mostInFlight <= 1;
  return {
    runLabel,
    caseId,
    armId,
    trialCount: launches.length,
    boots: isInTurn ? byPlace(launches, ({ bootUs }) => bootUs) : [],
    memory: isInTurn ? byPlace(launches, memoryTaken) : [],
    inFlight: inFlightSteps(typical.launches),
    trialId: typical.trialId,
    mostInFlight,
  };
}

type Quantity = (launch: ObservedLaunch, before: ObservedLaunch | undefined) => number | undefined;

function memoryTaken(launch: ObservedLaunch, before: ObservedLaunch | undefined): number | undefined {
  const [left, leftBefore] = [launch.hostAvailableKib, before?.hostAvailableKib];
  return left === undefined || leftBefore === undefined ? undefined : leftBefore - left;
}

/** Median and order-statistic interval over the trials, for each place that some trial has; none for a single place. */
function byPlace(
  trials: readonly (readonly ObservedLaunch[])[],
  quantity: Quantity,
): readonly PlaceSummary[] {
  const longest = trials.reduce((most, { length }) => Math.max(most, length), 0);
  const places = Array.from({ length: longest }, (_, index): readonly PlaceSummary[] => {
    const values = trials.flatMap((launches) => {
      const launch = launches[index];
      const value = launch === undefined ? undefined : quantity(launch, launches[index - 1]);
      return value ?? [];
    });
    return values.length === 0 ? [] : [{ place: index + 1, ...summaryOf(values) }];
  }).flat();
  return places.length < 2 ? [] : places;
}

function summaryOf(values: readonly number[]): Omit<PlaceSummary, 'place'> {
  const interval = quantileInterval(values, 0.5);
  return {
    count: values.length,
    median: median(values),
    ...optional('interval', interval.kind === 'value' ? interval.value : undefined),
  };
}

/** One step a moment at which the number changes. One that ends as another begins does not overlap it. */
function inFlightSteps(launches: readonly ObservedLaunch[]): readonly InFlightStep[] {
  const begunNs = launches.reduce((least, { startNs }) => Math.min(least, startNs), Infinity);
  const changes = new Map<number, number>();
  for (const { startNs, upNs } of launches) {
    if (upNs === undefined) continue;
    changes.set(startNs, (changes.get(startNs) ?? 0) + 1);
    changes.set(upNs, (changes.get(upNs) ?? 0) - 1);
  }
  let count = 0;
  return [...changes]
    .toSorted(([one], [other]) => one - other)
    .map(([atNs, change]) => {
      count += change;
      return { atMs: (atNs - begunNs) / 1e6, count };
    });
}
