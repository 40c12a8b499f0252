import type { GateVerdict } from '../model/gate-verdict.ts';
import { formatComparisonRows } from './comparison-table.ts';
import { letPass } from './gate-text.ts';
import { fitCell, fitList } from './markdown.ts';

/** A verdict as Markdown, whole: `gateComment` is the form that keeps to a size. */
export function gateMarkdown(verdict: GateVerdict): string {
  const { comparisons, limits, reasons, summary, findings } = verdict;
  const rows = comparisons.map(({ comparison }) => comparison);
  const sections = [
    `**${fitCell(summary)}**`,
    fitList(reasons),
    rows.length === 0 ? '' : formatComparisonRows(rows, Infinity),
    fitList(limits.map(({ sentence }) => sentence)),
    fitList([...comparisons, ...limits].flatMap(letPass)),
    fitList(findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}
