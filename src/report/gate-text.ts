import type { GateVerdict, GatedComparison, LimitVerdict } from '../model/gate-verdict.ts';
import { formatComparisonRows } from './comparison-table.ts';
import { plainLine } from './plain-text.ts';

/** A verdict for a terminal: sentence, why, table, what was let pass. A width of 0 is none. */
export function formatGate(verdict: GateVerdict, widthColumns: number): string {
  const { comparisons, limits, reasons, summary } = verdict;
  const table = formatComparisonRows(
    comparisons.map(({ comparison }) => comparison),
    widthColumns > 0 ? widthColumns : Infinity,
  );
  const sections = [
    plainLine(summary),
    reasons.map((reason) => `  ${plainLine(reason)}`).join('\n'),
    comparisons.length === 0 ? '' : table,
    limits.map(({ sentence }) => plainLine(sentence)).join('\n'),
    [...comparisons, ...limits].flatMap(letPass).join('\n'),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** What is bad and does not count, with the reason: a waiver must not hide anything. */
export function letPass(each: GatedComparison | LimitVerdict): readonly string[] {
  const verdict = 'comparison' in each ? each.comparison.verdict : each.verdict;
  const { waiver, mode, sentence } = each;
  if (verdict === 'regressed' && waiver !== undefined) {
    return [plainLine(`waived until ${waiver.until} by ${waiver.owner} (${waiver.reason}): ${sentence}`)];
  }
  const isBad = verdict === 'regressed' || verdict === 'invalid';
  return isBad && mode !== 'block' ? [plainLine(`${mode} only: ${sentence}`)] : [];
}
