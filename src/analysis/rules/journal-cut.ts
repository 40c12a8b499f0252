import type { Finding } from '../../model/finding.ts';
import type { RunFacts } from '../run-facts.ts';

/** The journal ends within a line: the writer died while it wrote. */
export function journalCut({ cutLine }: RunFacts): readonly Finding[] {
  if (cutLine === undefined) return [];
  return [
    {
      rule: 'journal-cut',
      severity: 'warning',
      message: `Line ${cutLine} of samples.ndjson, its last, is cut off and was left out`,
      advice: 'Take the trial of that line for not run; all lines before it are whole',
    },
  ];
}
