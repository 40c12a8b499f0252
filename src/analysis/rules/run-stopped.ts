import type { Finding } from '../../model/finding.ts';
import { stopOf } from '../../model/run.ts';
import { stoppingText } from '../../model/stopping.ts';
import type { RunRecords } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** The run ended before its last block by a rule that was fixed before it began: that is no interruption. */
export function runStopped({ manifest }: Pick<RunRecords, 'manifest'>): readonly Finding[] {
  const stop = stopOf(manifest);
  const { blocks, stopping } = manifest.plan;
  if (stop === undefined || stopping === undefined || stop.blocks >= blocks.length) return [];
  const look = stop.look === undefined ? '' : ` at look ${stop.look}`;
  return [
    {
      rule: 'run-stopped',
      severity: 'note',
      message: `The run ended by its plan${look}, after ${stop.blocks} of ${countOf(blocks.length, 'block')}: ${stoppingText(stopping)}`,
      advice: adviceOf(stop.by),
    },
  ];
}

function adviceOf(by: 'precision' | 'budget' | 'sequential'): string {
  switch (by) {
    case 'precision':
      return 'None is needed: width alone was looked at, which makes no false alarm likelier';
    case 'budget':
      return 'Give it more time where the intervals are too wide; what was measured is compared as it is';
    case 'sequential':
      return "None is needed: comparisons are judged by this look's share of the false alarms";
  }
}
