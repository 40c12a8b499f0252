import type { FailureComparison } from '../../model/comparison.ts';
import type { ShareCount } from '../../model/share-count.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { tellInvalidBlocks } from '../invalid-block-text.ts';
import type { Side } from './sides.ts';

export interface ValidityInput {
  readonly metric: MetricDefinition;
  /** The same metric as the candidate declares it; absent where it declares none of this id. */
  readonly candidateMetric?: MetricDefinition;
  /** What `disturbedRuns` says of the sides. */
  readonly disturbed: readonly string[];
  readonly failure?: FailureComparison;
  readonly alpha: number;
}

/** Why two sides of a metric must not be compared, a sentence each; none where they may. */
export function invalidReasons({
  metric,
  candidateMetric,
  disturbed,
  failure,
  alpha,
}: ValidityInput): readonly string[] {
  return [
    ...differentDefinitions(metric, candidateMetric),
    ...disturbed,
    ...differentFailures(failure, alpha),
  ];
}

function differentDefinitions(
  metric: MetricDefinition,
  other: MetricDefinition | undefined,
): readonly string[] {
  if (other === undefined) return ['the candidate has no metric of this id'];
  const fields = (['unit', 'direction', 'kind'] as const).filter((field) => metric[field] !== other[field]);
  return fields.map((field) => `the ${field}s differ: ${metric[field]} and ${other[field]}`);
}

/** Runs with too many invalid blocks, a sentence each: the other blocks were measured on the same host. */
export function disturbedRuns(sides: readonly Side[]): readonly string[] {
  const runs = new Map(sides.flatMap((side) => side.runs.map((run) => [run.manifest.runId, run])));
  return [...runs].flatMap(([runId, run]) => {
    const told = tellInvalidBlocks(run);
    return told === undefined || told.count <= told.mostAllowed ? [] : [`${told.text} in run ${runId}`];
  });
}

/** Trials that failed are outcomes: where one side loses more of them, those that are left are not alike. */
function differentFailures(failure: FailureComparison | undefined, alpha: number): readonly string[] {
  if (failure === undefined || failure.adjustedP >= alpha) return [];
  const { base, candidate } = failure;
  return [`the shares of failed trials differ: ${shareText(base)} and ${shareText(candidate)}`];
}

function shareText({ hits, count }: ShareCount): string {
  return `${hits} of ${count}`;
}
