import { describe, expect, it } from 'vitest';
import { compareSides } from '../../../src/analysis/compare/compare-sides.ts';
import { defaultPolicy } from '../../../src/analysis/compare/policy.ts';
import { chooseSides } from '../../../src/analysis/compare/sides.ts';
import type { RunComparison } from '../../../src/model/comparison.ts';
import { formatComparison } from '../../../src/report/comparison-for-terminal.ts';
import { comparisonMarkdown } from '../../../src/report/comparison-markdown.ts';
import { formatComparisonRows } from '../../../src/report/comparison-table.ts';
import { aTwoArmRun } from '../two-arm-run.ts';
import { aComparison } from './a-gate-verdict.ts';

function aCampaign(): RunComparison {
  const runs = [1.3, 1 / 1.3].map((factor, index) =>
    aTwoArmRun({ blockCount: 10, factor, seed: index + 1, manifest: { runId: `run-${index}` } }),
  );
  return compareSides(chooseSides([{ label: 'both', runs }], {}), defaultPolicy(1));
}

describe('formatComparisonRows()', () => {
  it('names the arm where comparisons are of several, and gives one base one text', () => {
    const rows = [
      aComparison({
        candidateId: 'b',
        base: { count: 9, median: 9894 },
        candidate: { count: 9, median: 9900 },
      }),
      aComparison({
        candidateId: 'c',
        base: { count: 9, median: 9894 },
        candidate: { count: 9, median: 99_000 },
      }),
    ];
    const lines = formatComparisonRows(rows, Infinity).split('\n');
    expect(lines[0]).toMatch(/^\| verdict +\| metric +\| case +\| arm \|/);
    const cells = lines.slice(2).map((line) => line.split('|').map((cell) => cell.trim()));
    expect(cells.map((row) => row[4])).toEqual(['b', 'c']);
    expect(cells[0]?.[5]).toBe(cells[1]?.[5]);
    expect(formatComparisonRows(rows.slice(1), Infinity)).not.toContain('| arm');
  });
});

describe('names of verdict tables', () => {
  it('are whole without a terminal, and stay different where they are cut', () => {
    const rows = ['a', 'b'].map((end) => aComparison({ caseId: `boot-time/${'k'.repeat(90)}${end}` }));
    expect(formatComparisonRows(rows, Infinity)).toContain(`${'k'.repeat(90)}a |`);
    const lines = formatComparisonRows(rows, 120).split('\n').slice(2);
    expect(lines.map((line) => /k(.) +\|/.exec(line)?.[1])).toEqual(['a', 'b']);
  });
});

describe('formatComparison()', () => {
  it('shows what each run says alone', () => {
    expect(formatComparison(aCampaign(), { isAll: false })).toMatch(
      /\nboot\.guest of \S+ by run: \+\d+\.\d % \(.*\) in run-0, -\d+\.\d % \(.*\) in run-1$/m,
    );
  });
});

describe('comparisonMarkdown()', () => {
  it('shows what each run says alone, and marks the severity of a finding', () => {
    const severity = 'warning';
    const finding = { rule: 'a-rule', severity, message: 'a | b', advice: 'None' } as const;
    const text = comparisonMarkdown({ ...aCampaign(), findings: [finding] }, { isAll: false });
    expect(text).toContain('\n- **warning** a-rule: a \\| b\n');
    expect(text).toMatch(/\n- boot\.guest of \S+ by run: /);
  });
});
