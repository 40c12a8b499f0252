import type { GateVerdict } from '../model/gate-verdict.ts';
import { formatComparisonRows } from './comparison-table.ts';
import { letPass } from './gate-text.ts';
import { fitCell } from './markdown.ts';

/** A verdict as Markdown, whole: `gateComment` is the form that keeps to a size. */
export function gateMarkdown(verdict: GateVerdict): string {
  const { comparisons, limits, reasons, summary, findings } = verdict;
  const rows = comparisons.map(({ comparison }) => comparison);
  const sections = [
    `**${fitCell(summary)}**`,
    listOf(reasons),
    rows.length === 0 ? '' : formatComparisonRows(rows, Infinity),
    listOf(limits.map(({ sentence }) => sentence)),
    listOf([...comparisons, ...limits].flatMap(letPass)),
    listOf(findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${fitCell(line)}`).join('\n');
}
