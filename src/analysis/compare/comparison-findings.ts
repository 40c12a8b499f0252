import { bySeverity } from '../findings.ts';
import type { Finding } from '../../model/finding.ts';
import { hostsNotTold, matchBaseline } from '../gate/baseline-match.ts';
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

/** A difference between machines is no difference between what ran on them. */
function differentHosts(base: Side, candidate: Side): readonly Finding[] {
  const matches = base.runs.flatMap((one) =>
    candidate.runs.map((other) => matchBaseline(one.manifest, other.manifest)),
  );
  const untold = matches.some(({ findings }) => findings.includes(hostsNotTold)) ? [hostsNotTold] : [];
  const distinct = [...new Set(matches.flatMap(({ mismatches }) => mismatches))];
  if (distinct.length === 0) return untold;
  return [
    ...untold,
    {
      rule: 'hosts-differ',
      severity: 'error',
      message: `${base.id} and ${candidate.id} are of different hosts: ${distinct.join('; ')}`,
      advice: 'Compare runs of one host; across hosts, compare what each says of its own two arms',
    },
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
