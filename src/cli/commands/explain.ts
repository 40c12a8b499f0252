import { BenchError } from '../../base/errors.ts';
import { compareSides } from '../../analysis/compare/compare-sides.ts';
import type { Comparison } from '../../model/comparison.ts';
import { byGravity, comparisonSentence } from '../../model/comparison-text.ts';
import { matchesGlob } from '../../model/glob.ts';
import { suggest } from '../../model/suggest.ts';
import { comparisonSettings, requireMargins, type ComparisonFlags } from '../comparison-settings.ts';
import type { CliContext } from '../context.ts';
import { formatFindings } from '../format-findings.ts';
import { loadConfig } from '../load-config.ts';
import { readSides, type SideOptions } from '../read-sides.ts';
import { terminalLine } from '../terminal-text.ts';

/** How `explain` was called. */
export interface ExplainOptions extends SideOptions, ComparisonFlags {
  /** Pattern of metric ids. */
  readonly metric: string;
  /** Pattern of case ids. */
  readonly cases: string;
}

/** Prints the chain of every comparison that matches. */
export async function explainCommandAction(options: ExplainOptions, context: CliContext): Promise<number> {
  const { sides } = await readSides(options, context);
  const { config } = await loadConfig(context, options.configFile);
  const comparison = compareSides(sides, comparisonSettings(options, sides, config.gate));
  requireMargins(options, comparison);
  const chosen = comparison.comparisons.filter(
    ({ metric, caseId }) => matchesGlob(options.metric, metric.id) && matchesGlob(options.cases, caseId),
  );
  if (chosen.length === 0) refuse(options, comparison.comparisons);
  context.stdout.write(
    `${byGravity(chosen)
      .map((each) => explain(each, comparison.alpha, context))
      .join('\n\n')}\n`,
  );
  context.stderr.write(formatFindings(comparison.findings, context.colors.stderr));
  return 0;
}

function refuse({ metric, cases }: ExplainOptions, comparisons: readonly Comparison[]): never {
  const place = cases === '*' ? '' : ` in cases "${cases}"`;
  const near = suggest(metric, [...new Set(comparisons.map((each) => each.metric.id))]);
  throw new BenchError('USAGE', `Cannot explain "${metric}": no compared metric matches it${place}`, {
    hint: near === undefined ? 'compare --all lists them' : `Did you mean ${near}?`,
  });
}

function explain(comparison: Comparison, alpha: number, { colors }: CliContext): string {
  const { steps, flips, isGated, candidateId } = comparison;
  const { bold, dim } = colors.stdout;
  const kind = isGated ? 'gated' : 'explored only';
  const lines = steps.map(
    ({ check, saw, needed, holds }) => `  ${holds ? 'yes' : 'no '}  ${check}: ${saw}; needed: ${needed}`,
  );
  return [
    bold(terminalLine(comparisonSentence(comparison, alpha))),
    dim(terminalLine(`${candidateId} against the base, ${kind}; ${comparison.metric.description}`)),
    ...lines.map(terminalLine),
    ...flips.map((flip) => terminalLine(`  if   ${flip}`)),
  ].join('\n');
}
