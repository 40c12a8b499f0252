import { BenchError } from '../base/errors.ts';
import type { Collector } from '../model/definition.ts';
import type { MetricDefinition, Samples } from '../model/metric.ts';
import type { ApiCallReading } from '../model/vmm-readings.ts';

export interface ApiCallMetric {
  /** First part of the two metric ids: `<id>` at the client and `<id>_vmm` by the VMM. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Which of several calls to the path, from 0. */
  readonly occurrence: number;
  /** What the call does, for the descriptions. */
  readonly what: string;
}

/** Samples chosen requests, each by the client's clock and by the VMM's own. */
export function apiCalls(id: string, calls: readonly ApiCallMetric[]): Collector {
  return {
    id,
    metrics: calls.flatMap(metricsOfCall),
    collect({ readings }): Samples {
      return Object.fromEntries(calls.flatMap((call) => samplesOfCall(call, readings.calls)));
    },
  };
}

function metricsOfCall({ id, what }: ApiCallMetric): readonly MetricDefinition[] {
  const common = { unit: 'us', direction: 'lower-is-better', kind: 'time' } as const;
  return [
    {
      ...common,
      id,
      description: `client's clock, from before the request is sent until its answer is here: ${what}`,
    },
    {
      ...common,
      id: `${id}_vmm`,
      description: `VMM's clock, from the request's arrival to its answer: ${what}`,
    },
  ];
}

function samplesOfCall(
  { id, method, path, occurrence }: ApiCallMetric,
  calls: readonly ApiCallReading[],
): readonly (readonly [string, number])[] {
  const call = calls.filter((each) => each.method === method && each.path === path)[occurrence];
  if (call?.vmmUs === undefined) {
    throw new BenchError(
      'SAMPLE_INVALID',
      `Cannot sample ${id}: there is no such request with a duration in the log`,
    );
  }
  return [
    [id, call.clientNs / 1000],
    [`${id}_vmm`, call.vmmUs],
  ];
}
