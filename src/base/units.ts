import { BenchError } from './errors.ts';

const durationFactorsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
};
const sizeFactorsMib: Readonly<Record<string, number>> = { MiB: 1, GiB: 1024 };

interface UnitSyntax {
  readonly quantity: string;
  readonly factors: Readonly<Record<string, number>>;
  readonly example: string;
}

function parseWithUnit(text: string, syntax: UnitSyntax): number {
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(text.trim());
  const factor = syntax.factors[match?.[2] ?? ''];
  if (match === null || factor === undefined) {
    throw new BenchError(
      'USAGE',
      `Cannot read ${syntax.quantity} "${text}": a number with a unit is needed`,
      {
        hint: `Write it like "${syntax.example}"; units are ${Object.keys(syntax.factors).join(', ')}`,
      },
    );
  }
  return Number(match[1]) * factor;
}

/**
 * A duration with its unit ("250ms", "30s", "2min") in milliseconds. A bare number is refused.
 * @throws BenchError `USAGE`
 */
export function parseDurationMs(text: string): number {
  return parseWithUnit(text, { quantity: 'the duration', factors: durationFactorsMs, example: '30s' });
}

/**
 * A memory size with its unit ("128MiB", "2GiB") in MiB. A bare number is refused.
 * @throws BenchError `USAGE`
 */
export function parseSizeMib(text: string): number {
  return parseWithUnit(text, { quantity: 'the size', factors: sizeFactorsMib, example: '256MiB' });
}

/** "952 ms", "1.2 s", "3 min": a duration for people; whole milliseconds and minutes, seconds to a tenth. */
export function formatDurationMs(durationMs: number): string {
  if (durationMs < 1000) return `${String(Math.round(durationMs))} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  return `${String(Math.round(durationMs / 60_000))} min`;
}
