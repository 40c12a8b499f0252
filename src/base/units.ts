import { BenchError } from './errors.ts';

const durationFactorsMs: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['min', 60_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/**
 * A duration with its unit ("250ms", "30s", "2min") in milliseconds. A bare number is refused.
 * @throws BenchError `USAGE`
 */
export function parseDurationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(text.trim());
  const factorMs = durationFactorsMs.get(match?.[2] ?? '');
  if (match !== null && factorMs !== undefined) return Number(match[1]) * factorMs;
  throw new BenchError('USAGE', `Cannot read the duration "${text}": a number with a unit is needed`, {
    hint: `Write it like "30s"; units are ${[...durationFactorsMs.keys()].join(', ')}`,
  });
}

/** "952 ms", "1.2 s", "3 min": a duration for people; whole milliseconds and minutes, seconds to a tenth. */
export function formatDurationMs(durationMs: number): string {
  if (durationMs < 1000) return `${String(Math.round(durationMs))} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  return `${String(Math.round(durationMs / 60_000))} min`;
}
