import type { RunComparison } from '../model/comparison.ts';
import { byGravity, gatedOf, headlineText, runTexts, sentenceWithin } from '../model/comparison-text.ts';
import { formatComparisonTable } from './comparison-table.ts';
import { fitCell, fitList, markdownList } from './markdown.ts';

/** A comparison as Markdown for a pull request or a paper: headline, table, a sentence a gated metric, findings, methods. */
export function comparisonMarkdown(comparison: RunComparison, options: { readonly isAll: boolean }): string {
  const sentences = byGravity(gatedOf(comparison)).map((each) => sentenceWithin(each, comparison));
  const findings = comparison.findings.map(
    ({ severity, rule, message }) => `**${severity}** ${fitCell(rule)}: ${fitCell(message)}`,
  );
  const methods = comparison.methods.map(({ what, how }) => `${what}: ${how}`);
  const sections = [
    `**${fitCell(headlineText(comparison))}**`,
    formatComparisonTable(comparison, options),
    fitList([...sentences, ...runTexts(comparison)]),
    fitList(comparison.unmatched),
    markdownList(findings),
    `<details><summary>Methods</summary>\n\n${fitList(methods)}\n\n</details>`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}
