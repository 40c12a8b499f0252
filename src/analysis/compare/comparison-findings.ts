import type { Finding } from '../../model/finding.ts';
import { invalidBlockFindings } from '../rules/invalid-blocks.ts';
import { runStopped } from '../rules/run-stopped.ts';
import type { RunRecords } from '../run-facts.ts';
import type { Side, Sides } from './sides.ts';

/** What a reader must know before believing a comparison; errors first. */
export function comparisonFindings(sides: Sides): readonly Finding[] {
  const all = [sides.base, ...sides.candidates];
  const runs = uniqueRuns(all);
  const planned = runs.flatMap(({ manifest }) => manifest.plan.findings);
  const found = [
    ...separateRuns(sides),
    ...unendedRuns(runs),
    ...runs.flatMap(invalidBlockFindings),
    ...runs.flatMap(runStopped),
    ...planned,
  ];
  return [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function uniqueRuns(sides: readonly Side[]): readonly RunRecords[] {
  const runs = sides.flatMap((side) => side.runs);
  return [...new Map(runs.map((run) => [run.manifest.runId, run])).values()];
}

function separateRuns({ base, candidates }: Sides): readonly Finding[] {
  const baseIds = new Set(base.runs.map(({ manifest }) => manifest.runId));
  return candidates
    .filter(({ runs }) => !runs.some(({ manifest }) => baseIds.has(manifest.runId)))
    .map(({ id }) => ({
      rule: 'separate-runs',
      severity: 'warning',
      message: `${base.id} and ${id} were measured one after the other: what the host did in between is in every difference`,
      advice: 'Measure both as arms of one run, whose blocks share the state of the host',
    }));
}

function unendedRuns(runs: readonly RunRecords[]): readonly Finding[] {
  return runs
    .filter(({ manifest }) => manifest.end.status !== 'complete')
    .map(({ manifest }) => ({
      rule: 'run-incomplete',
      severity: 'warning',
      message: `Run ${manifest.runId} is ${manifest.end.status}: its last blocks are missing`,
      advice: 'Compare complete runs; an early end that depends on what was seen makes p too small',
    }));
}
