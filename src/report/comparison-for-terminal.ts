import { byGravity, gatedOf, headlineText, runTexts, sentenceWithin } from '../model/comparison-text.ts';
import type { RunComparison } from '../model/comparison.ts';
import { formatComparisonTable, type TableOptions } from './comparison-table.ts';
import { plainLine } from './plain-text.ts';

/** A comparison for a terminal: the verdict, the table, a sentence a gated metric, and what only one side has. */
export function formatComparison(comparison: RunComparison, options: TableOptions): string {
  const sentences = byGravity(gatedOf(comparison)).map((each) => plainLine(sentenceWithin(each, comparison)));
  const sections = [
    plainLine(headlineText(comparison)),
    formatComparisonTable(comparison, options),
    sentences.join('\n'),
    runTexts(comparison).map(plainLine).join('\n'),
    comparison.unmatched.map(plainLine).join('\n'),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

/** How wide a terminal of so many columns lets a table be; 0 columns are none, and then nothing is dropped. */
export function widthOf(columns: number | undefined): { readonly widthColumns?: number } {
  return columns === undefined || columns === 0 ? {} : { widthColumns: columns };
}
