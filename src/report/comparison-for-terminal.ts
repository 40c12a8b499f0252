import { byGravity, gatedOf, headlineText, runTexts, sentenceWithin } from '../model/comparison-text.ts';
import type { RunComparison } from '../model/comparison.ts';
import { formatComparisonTable, type TableOptions } from './comparison-table.ts';
import { plainLine } from './plain-text.ts';
import { wrapText } from './wrap-text.ts';

/** A comparison for a terminal: the verdict, the table, a sentence a gated metric, and what only one side has. */
export function formatComparison(comparison: RunComparison, options: TableOptions): string {
  return joined([plainLine(headlineText(comparison)), formatComparisonBody(comparison, options)]);
}

/** The same without the verdict. Sentences are broken where a terminal would break them. */
export function formatComparisonBody(comparison: RunComparison, options: TableOptions): string {
  const sentences = byGravity(gatedOf(comparison)).map((each) => sentenceWithin(each, comparison));
  const width = options.widthColumns ?? Infinity;
  const lines = (texts: readonly string[]): string =>
    texts.map((text) => wrapText(plainLine(text), width, '  ')).join('\n');
  return joined([
    formatComparisonTable(comparison, options),
    lines(sentences),
    lines(runTexts(comparison)),
    lines(comparison.unmatched),
  ]);
}

function joined(sections: readonly string[]): string {
  return sections.filter((section) => section !== '').join('\n\n');
}

/** How wide a terminal of so many columns lets a table be; 0 columns are none, and then nothing is dropped. */
export function widthOf(columns: number | undefined): { readonly widthColumns?: number } {
  return columns === undefined || columns === 0 ? {} : { widthColumns: columns };
}
