import { comparisonScale } from '../model/comparison-scale.ts';
import type { MetricDefinition } from '../model/metric.ts';
import { alignedRankZ } from '../stats/aligned-rank.ts';
import type { BlockSamples } from '../stats/blocks.ts';
import { median } from '../stats/moments.ts';
import { quantileInterval } from '../stats/order-statistic.ts';
import { withinBlockShift } from '../stats/within-block-shift.ts';
import type { ArmValues } from './block-watch.ts';

/** The headline of one case as it stands, with the arms of which the first is compared with. */
export interface HeadlineEvidence {
  readonly blocks: readonly ArmValues[];
  readonly armIds: readonly string[];
  readonly metric: Pick<MetricDefinition, 'kind'>;
}

/**
 * Half the 95 % interval: of the ratio of each candidate to the first arm, as what it exceeds 1 by, the widest of them; with
 * one arm of the median, in shares of it. The same whichever arm is called the candidate. Undefined while there are too few
 * values for two finite edges.
 */
export function halfWidthOf({ blocks, armIds, metric }: HeadlineEvidence): number | undefined {
  const [base = '', ...candidates] = armIds;
  if (candidates.length === 0) return medianHalfWidth(blocks.flatMap((block) => block.get(base) ?? []));
  const widths = candidates.map((candidate) => ratioHalfWidth(pairBlocks(blocks, base, candidate), metric));
  const known = widths.filter((width) => width !== undefined);
  return known.length < widths.length ? undefined : Math.max(...known);
}

/** The z of the aligned ranks of each candidate; undefined where no block holds both sides. */
export function scoresOf({ blocks, armIds, metric }: HeadlineEvidence): readonly (number | undefined)[] {
  const [base = '', ...candidates] = armIds;
  return candidates.map((candidate) => {
    const pairs = pairBlocks(blocks, base, candidate);
    return pairs.length === 0 ? undefined : alignedRankZ(toScale(pairs, metric).pairs);
  });
}

function medianHalfWidth(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const interval = quantileInterval(values, 0.5);
  const centre = median(values);
  if (interval.kind === 'too-few' || centre === 0) return undefined;
  return (interval.value.upper - interval.value.lower) / 2 / Math.abs(centre);
}

function ratioHalfWidth(
  pairs: readonly BlockSamples[],
  metric: HeadlineEvidence['metric'],
): number | undefined {
  if (pairs.length === 0) return undefined;
  const { scale, pairs: scaled } = toScale(pairs, metric);
  const { interval } = withinBlockShift(scaled);
  if (interval.kind === 'too-few') return undefined;
  const half = (interval.value.upper - interval.value.lower) / 2;
  if (scale === 'ratio') return Math.expm1(half);
  const level = Math.abs(median(valuesOf(pairs)));
  return level === 0 ? undefined : half / level;
}

/** Logarithms where the comparison will be of ratios. */
function toScale(
  pairs: readonly BlockSamples[],
  metric: HeadlineEvidence['metric'],
): { readonly scale: 'ratio' | 'difference'; readonly pairs: readonly BlockSamples[] } {
  const scale = comparisonScale(metric, valuesOf(pairs));
  if (scale === 'difference') return { scale, pairs };
  const logs = pairs.map(({ base, candidate }) => ({
    base: base.map(Math.log),
    candidate: candidate.map(Math.log),
  }));
  return { scale, pairs: logs };
}

function valuesOf(pairs: readonly BlockSamples[]): readonly number[] {
  return pairs.flatMap(({ base, candidate }) => [...base, ...candidate]);
}

function pairBlocks(
  blocks: readonly ArmValues[],
  baseId: string,
  candidateId: string,
): readonly BlockSamples[] {
  return blocks.flatMap((block) => {
    const base = block.get(baseId);
    const candidate = block.get(candidateId);
    return base === undefined || candidate === undefined ? [] : [{ base, candidate }];
  });
}
