import { bySeverity } from '../findings.ts';
import type { Finding } from '../../model/finding.ts';
import type { Arm } from '../../model/plan.ts';
import { hostsNotTold, matchBaseline, type MatchedNames } from '../gate/baseline-match.ts';
import { imported } from '../rules/imported.ts';
import { invalidBlockFindings } from '../rules/invalid-blocks.ts';
import { placementMoved } from '../rules/placement-moved.ts';
import { runInterrupted } from '../rules/run-interrupted.ts';
import { runStopped } from '../rules/run-stopped.ts';
import type { RunRecords } from '../run-facts.ts';
import type { Side, Sides } from './sides.ts';

/** What a reader must know before believing a comparison; errors first, by which a gate is invalid. */
export function comparisonFindings(sides: Sides): readonly Finding[] {
  const all = [sides.base, ...sides.candidates];
  const runs = uniqueRuns(all);
  const found = [
    ...separateRuns(sides),
    ...unlikeRuns(all),
    ...runs.flatMap((run) => imported(run).map((finding) => ofRun(run, finding))),
    ...runs.flatMap(incomplete),
    ...runs.flatMap((run) => placementMoved(run).map((finding) => ofRun(run, finding))),
    ...runs.flatMap(invalidBlockFindings),
    ...runs.flatMap(runStopped),
    ...runs.flatMap(({ manifest }) => manifest.plan.findings),
  ];
  return bySeverity(found);
}

function uniqueRuns(sides: readonly Side[]): readonly RunRecords[] {
  const runs = sides.flatMap((side) => side.runs);
  return [...new Map(runs.map((run) => [run.manifest.runId, run])).values()];
}

function ofRun({ manifest }: RunRecords, finding: Finding): Finding {
  return { ...finding, message: `${manifest.runId}: ${finding.message}` };
}

function separateRuns({ base, candidates }: Sides): readonly Finding[] {
  const baseIds = new Set(base.runs.map(({ manifest }) => manifest.runId));
  return candidates
    .filter(({ runs }) => !runs.some(({ manifest }) => baseIds.has(manifest.runId)))
    .flatMap((candidate) => [
      {
        rule: 'separate-runs',
        severity: 'warning',
        message: `${base.id} and ${candidate.id} were measured one after the other: what the host did in between is in every difference`,
        advice: 'Measure both as arms of one run, whose blocks share the state of the host',
      } as const,
      ...differentHosts(base, candidate),
    ]);
}

/** Runs of one side are taken together, so they have to be of one machine and of one thing. */
function unlikeRuns(sides: readonly Side[]): readonly Finding[] {
  const runs = uniqueRuns(sides.filter((side) => side.runs.length > 1));
  const [first, ...others] = runs;
  if (first === undefined) return [];
  const mismatches = others.flatMap(
    (other) => matchBaseline(first.manifest, other.manifest, runIds(first, other)).mismatches,
  );
  const hosts = [...new Set(mismatches)];
  return [
    ...(hosts.length === 0 ? [] : [hostsDiffer(`The runs are of different hosts: ${hosts.join('; ')}`)]),
    ...sides.flatMap(unlikeArm),
  ];
}

function runIds(one: RunRecords, other: RunRecords): MatchedNames {
  return { baseline: one.manifest.runId, run: other.manifest.runId };
}

function hostsDiffer(message: string): Finding {
  return {
    rule: 'hosts-differ',
    severity: 'error',
    message,
    advice: 'Compare runs of one host; across hosts, compare what each says of its own two arms',
  };
}

/** An arm that is something else in another run has its name in common with this one, and no more. */
function unlikeArm({ armId, runs }: Side): readonly Finding[] {
  const texts = runs.flatMap(({ manifest }) =>
    manifest.plan.arms.filter(({ id }) => id === armId).map((arm) => armText(arm)),
  );
  const distinct = [...new Set(texts)];
  if (distinct.length < 2) return [];
  return [
    {
      rule: 'arms-of-runs-differ',
      severity: 'error',
      message: `${armId} is not the same in all runs: ${distinct.join('; ')}`,
      advice: 'Compare runs whose arms are defined alike, or each run alone',
    },
  ];
}

function armText({ firecrackerVersion, launch, overrides = {} }: Arm): string {
  const own = Object.entries(overrides).map(([name, value]) => `${name}=${String(value)}`);
  return [`Firecracker ${firecrackerVersion ?? 'not told'}`, launch ?? 'launch not told', ...own.sort()].join(
    ', ',
  );
}

/** A difference between machines is no difference between what ran on them. */
function differentHosts(base: Side, candidate: Side): readonly Finding[] {
  const matches = base.runs.flatMap((one) =>
    candidate.runs.map((other) => matchBaseline(one.manifest, other.manifest, runIds(one, other))),
  );
  const untold = matches.some(({ findings }) => findings.includes(hostsNotTold)) ? [hostsNotTold] : [];
  const distinct = [...new Set(matches.flatMap(({ mismatches }) => mismatches))];
  if (distinct.length === 0) return untold;
  return [
    ...untold,
    hostsDiffer(`${base.id} and ${candidate.id} are of different hosts: ${distinct.join('; ')}`),
  ];
}

/** An end that came early by what was seen, or by a crash, makes p too small, or the sides unlike. */
function incomplete(run: RunRecords): readonly Finding[] {
  return runInterrupted(run).map(({ message }) => ({
    rule: 'run-incomplete',
    severity: 'error',
    message: `${run.manifest.runId}: ${message}`,
    advice: 'Compare complete runs; end a run early by --stop-when, --budget or --looks alone',
  }));
}
