import type { Finding } from '../../model/finding.ts';
import { sampleReader } from '../../model/record-metrics.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** Log lines that the VMM dropped: times that are told by the log may be missing from those trials. */
export function droppedLogLines({ trials }: RunFacts): readonly Finding[] {
  const counts = trials
    .filter(({ isWarmup }) => !isWarmup)
    .flatMap((trial) => sampleReader(trial)('noise.missed_log_lines') ?? [])
    .filter((count) => count > 0);
  if (counts.length === 0) return [];
  const lineCount = counts.reduce((sum, count) => sum + count, 0);
  return [
    {
      rule: 'dropped-log-lines',
      severity: 'warning',
      message: `The VMM dropped ${countOf(lineCount, 'log line')} in ${countOf(counts.length, 'trial')}`,
      advice: 'Lower the log level, or take no times from the log of those trials',
    },
  ];
}
