import type { Finding } from '../../model/finding.ts';
import { blocksToRun, type RunEnd, type RunManifest } from '../../model/run.ts';
import type { RunRecords } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** The run did not come to its planned end, or came to it with trials missing from the journal. */
export function runInterrupted({ manifest, trials }: RunRecords): readonly Finding[] {
  const plannedCount = countPlanned(manifest);
  const recorded = `${trials.length} of ${countOf(plannedCount, 'planned trial')} are recorded`;
  switch (manifest.end.status) {
    case 'running':
      return [describe('warning', `The run has not ended, or its end could not be written: ${recorded}`)];
    case 'interrupted':
      return [describe('warning', `The run was interrupted${endedAt(manifest.end)}: ${recorded}`)];
    case 'failed':
      return [describe('error', `The run failed${endedAt(manifest.end)}: ${recorded}`)];
    // What a source leaves out is no interruption that is known of.
    case 'imported':
    case 'complete':
      return trials.length < plannedCount
        ? [describe('error', `The run says that it is complete, but ${recorded}`)]
        : [];
  }
}

function describe(severity: Finding['severity'], message: string): Finding {
  const advice =
    'Mind the counts of each case: the planned order was cut short, so cases may differ in trials';
  return { rule: 'run-interrupted', severity, message, advice };
}

function endedAt(end: Exclude<RunEnd, { status: 'running' | 'imported' }>): string {
  return ` at ${end.endedAt}`;
}

function countPlanned(manifest: RunManifest): number {
  return blocksToRun(manifest).reduce((sum, { trials }) => sum + trials.length, 0);
}
