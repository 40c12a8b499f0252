import type { RunComparison } from '../model/comparison.ts';
import { byGravity, gatedOf, headlineText, sentenceWithin } from '../model/comparison-text.ts';
import { formatComparisonTable } from './comparison-table.ts';
import { fitCell } from './markdown.ts';

/** A comparison as Markdown for a pull request or a paper: headline, table, a sentence a gated metric, findings, methods. */
export function comparisonMarkdown(comparison: RunComparison, options: { readonly isAll: boolean }): string {
  const sentences = byGravity(gatedOf(comparison)).map((each) => sentenceWithin(each, comparison));
  const findings = comparison.findings.map(
    ({ severity, rule, message }) => `**${severity}** ${rule}: ${fitCell(message)}`,
  );
  const methods = comparison.methods.map(({ what, how }) => `${what}: ${how}`);
  const sections = [
    `**${fitCell(headlineText(comparison))}**`,
    formatComparisonTable(comparison, options),
    listOf(sentences),
    listOf(comparison.unmatched),
    listOf(findings),
    `<details><summary>Methods</summary>\n\n${listOf(methods)}\n\n</details>`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${fitCell(line)}`).join('\n');
}
