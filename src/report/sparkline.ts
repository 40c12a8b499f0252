const bars = '▁▂▃▄▅▆▇█';

/**
 * One bar a value, the lowest for the smallest and the highest for the largest one: a shape without a zero line. Values that
 * are all the same have a bar in the middle. Of more values than the width the last ones are drawn, after "…".
 */
export function sparkline(values: readonly number[], width: number): string {
  const isCut = values.length > width;
  const shown = isCut ? values.slice(values.length - width + 1) : values;
  const lowest = Math.min(...shown);
  const range = Math.max(...shown) - lowest;
  const last = bars.length - 1;
  const marks = shown.map((value) =>
    bars.charAt(range === 0 ? Math.floor(last / 2) : Math.round(((value - lowest) / range) * last)),
  );
  return `${isCut ? '…' : ''}${marks.join('')}`;
}

/** At most so many means of neighbours, in their order: a long series in a short line. */
export function binMeans(values: readonly number[], binCount: number): readonly number[] {
  if (values.length <= binCount) return values;
  return Array.from({ length: binCount }, (_, bin) => {
    const from = Math.floor((bin * values.length) / binCount);
    const to = Math.floor(((bin + 1) * values.length) / binCount);
    const inBin = values.slice(from, to);
    return inBin.reduce((sum, value) => sum + value, 0) / inBin.length;
  });
}

/**
 * The empirical distribution function over a stretch, one bar a column: how high it is at the column's end. A blank column
 * has no value up to there, a full one all of them.
 */
export function cumulativeLine(
  values: readonly number[],
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
  width: number,
): string {
  const marks = Array.from({ length: width }, (_, column) => {
    // The last column ends at the highest value itself, whatever the division gives.
    const end = column === width - 1 ? highest : lowest + ((highest - lowest) * (column + 1)) / width;
    const share = values.filter((value) => value <= end).length / values.length;
    return share === 0 ? ' ' : bars.charAt(Math.ceil(share * bars.length) - 1);
  });
  return marks.join('');
}
