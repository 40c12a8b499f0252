/** Figures of a metrics file by dotted path: `api_server.process_startup_time_us`. */
export type VmmMetrics = ReadonlyMap<string, number>;

/** Fields that hold the last value or the extreme since the start; all others count since the last line. */
function isStored(path: string): boolean {
  return /^latencies_us\.|process_startup_time|\.(min_us|max_us)$/.test(path);
}

/**
 * Adds up a metrics file: one JSON object a line, each with counts since the line before (Firecracker,
 * docs/metrics.md). A half-written last line is left out. Of stored values the last one that is not zero counts:
 * the first line is written by the VMM itself and may come before the value is set.
 */
export function sumMetrics(text: string): VmmMetrics {
  const sums = new Map<string, number>();
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    for (const [path, value] of figures(parseObject(line), '')) {
      if (!isStored(path)) sums.set(path, (sums.get(path) ?? 0) + value);
      else if (value !== 0 || !sums.has(path)) sums.set(path, value);
    }
  }
  return sums;
}

function parseObject(line: string): unknown {
  if (line.trim() === '') return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the writer was cut off in the middle of this line; the lines around it still count
  }
}

function* figures(node: unknown, prefix: string): Generator<readonly [string, number]> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'number') yield [path, value];
    else yield* figures(value, path);
  }
}
