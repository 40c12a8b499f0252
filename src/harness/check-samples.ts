import { BenchError } from '../base/errors.ts';
import type { BenchmarkDefinition } from '../model/definition.ts';
import type { Samples } from '../model/metric.ts';
import { metricsOf } from './metrics-of.ts';

/**
 * Joins the samples of all sources: every declared metric once, each a finite number, nothing else. A
 * metric that may be absent may be.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function checkSamples(definition: BenchmarkDefinition, sources: readonly Samples[]): Samples {
  const joined = new Map<string, number>();
  const declared = new Set(metricsOf(definition).map(({ id }) => id));
  for (const [metric, value] of sources.flatMap((samples) => Object.entries(samples))) {
    if (!declared.has(metric)) refuse(metric, `${definition.id} does not declare it`);
    if (joined.has(metric)) refuse(metric, 'it was sampled twice');
    if (!Number.isFinite(value)) refuse(metric, `${String(value)} is not a finite number`);
    joined.set(metric, value);
  }
  for (const { id, mayBeAbsent } of metricsOf(definition)) {
    if (mayBeAbsent !== true && !joined.has(id)) refuse(id, 'no value came');
  }
  return Object.fromEntries(joined);
}

function refuse(metric: string, seen: string): never {
  throw new BenchError('SAMPLE_INVALID', `Cannot sample ${metric}: ${seen}`);
}
