import { compareSides } from '../../analysis/compare/compare-sides.ts';
import type { RunComparison } from '../../model/comparison.ts';
import { comparisonCsv } from '../../report/comparison-csv.ts';
import { formatComparison, widthOf } from '../../report/comparison-for-terminal.ts';
import { comparisonMarkdown } from '../../report/comparison-markdown.ts';
import { chooseFormat } from '../choose-format.ts';
import { comparisonSettings, requireMargins, type ComparisonFlags } from '../comparison-settings.ts';
import { printJson, type CliContext } from '../context.ts';
import { formatFindings } from '../format-findings.ts';
import { readSides, type SideOptions } from '../read-sides.ts';

/** How `compare` was called. */
export interface CompareOptions extends SideOptions, ComparisonFlags {
  readonly format: string;
  readonly isAll: boolean;
}

const formats = ['human', 'json', 'md', 'csv'] as const;

/** Compares and prints; a verdict does not change the exit status: that is what `gate` is for. */
export async function compareCommandAction(options: CompareOptions, context: CliContext): Promise<number> {
  const format = chooseFormat(options.format, formats);
  const { sides } = await readSides(options, context);
  const comparison = compareSides(sides, comparisonSettings(options, sides));
  requireMargins(options, comparison);
  switch (format) {
    case 'human':
      printForPeople(comparison, options, context);
      break;
    case 'json':
      printJson(context.stdout, comparison);
      break;
    case 'md':
      context.stdout.write(comparisonMarkdown(comparison, { isAll: options.isAll }));
      break;
    case 'csv':
      context.stdout.write(comparisonCsv(comparison));
      break;
  }
  return 0;
}

function printForPeople(comparison: RunComparison, { isAll }: CompareOptions, context: CliContext): void {
  const { stdout, stderr, colors } = context;
  stdout.write(`${formatComparison(comparison, { isAll, ...widthOf(stdout.columns) })}\n`);
  stderr.write(formatFindings(comparison.findings, colors.stderr));
}
