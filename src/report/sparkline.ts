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
