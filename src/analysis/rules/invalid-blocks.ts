import type { Finding } from '../../model/finding.ts';
import { tellInvalidBlocks } from '../invalid-block-text.ts';
import type { RunRecords } from '../run-facts.ts';

/** Blocks that the host has disturbed; an error where there are more of them than the plan bears. */
export function invalidBlockFindings(run: Pick<RunRecords, 'manifest' | 'trials'>): readonly Finding[] {
  const told = tellInvalidBlocks(run);
  if (told === undefined) return [];
  const { text, count, mostAllowed, repeated } = told;
  if (count > mostAllowed) {
    return [
      {
        rule: 'too-many-invalid-blocks',
        severity: 'error',
        message: `${text}; at most ${mostAllowed} may be`,
        advice: 'Measure on a quiet host: this one was disturbed too often for the rest to be trusted',
      },
    ];
  }
  return [
    {
      rule: 'invalid-blocks',
      severity: 'warning',
      message: `${text}; left out of every statistic, ${repeated} repeated`,
      advice: 'None is needed; of many of them find out what else the host does',
    },
  ];
}
