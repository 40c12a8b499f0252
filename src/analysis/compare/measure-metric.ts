import { optional } from '../../base/optional.ts';
import type { Comparison, ComparedSide, RunEffect } from '../../model/comparison.ts';
import { comparisonScale, type ComparisonScale } from '../../model/comparison-scale.ts';
import { blockShapes, type BlockSamples, type BlockShape } from '../../stats/blocks.ts';
import { median } from '../../stats/moments.ts';
import type { EffectLevels, Effects } from './effect.ts';
import type { MetricValues } from './gather.ts';
import type { RawTest, TestUnits } from './significance.ts';
import { countUnits, hasBothSides, mapUnits, unitsOf, type UnitValues } from './units.ts';

/** What the values of one metric say by themselves: no other metric and no margin has been looked at. */
export interface MeasuredMetric extends Pick<
  Comparison,
  'metric' | 'base' | 'candidate' | 'unit' | 'unitCount' | 'scale' | 'ratio' | 'difference' | 'runs'
> {
  readonly test?: RawTest;
  /** Values of each side in most blocks; absent without blocks. */
  readonly blockShape?: BlockShape;
}

export interface MeasureOptions {
  readonly effects: Effects;
  readonly levels: EffectLevels;
  readonly test: TestUnits;
}

/** Effect and raw p of one metric; without them where a side has no value. */
export function measureMetric(values: MetricValues, options: MeasureOptions): MeasuredMetric {
  const { effects, levels, test } = options;
  const { metric } = values;
  const units = unitsOf(values);
  const [ofBase, ofCandidate] = [values.base.flat(), values.candidate.flat()];
  const scale = comparisonScale(metric, [...ofBase, ...ofCandidate]);
  const sides = { base: sideOf(ofBase), candidate: sideOf(ofCandidate) };
  const facts = { metric, ...sides, unit: units.unit, unitCount: countUnits(units), scale };
  if (!hasBothSides(units)) return facts;
  const isRatio = scale === 'ratio';
  return {
    ...facts,
    ...(isRatio ? { ratio: effects.ratioOf(units, levels) } : {}),
    difference: effects.differenceOf(units, levels),
    test: test(isRatio ? mapUnits(units, Math.log) : units),
    ...optional('blockShape', shapeOf(units)),
    ...optional('runs', runEffects(values, scale, options)),
  };
}

function sideOf(values: readonly number[]): ComparedSide {
  return { count: values.length, ...(values.length > 0 ? { median: median(values) } : {}) };
}

/** A first block that lacks a value says little of those to come. */
function shapeOf(units: UnitValues): MeasuredMetric['blockShape'] {
  if (units.unit !== 'block') return undefined;
  const [first] = units.blocks;
  const isLikeFirst = ({ base, candidate }: BlockSamples): boolean =>
    base.length === first?.base.length && candidate.length === first.candidate.length;
  if (first !== undefined && units.blocks.every(isLikeFirst)) {
    return { base: first.base.length, candidate: first.candidate.length };
  }
  const counts = new Map<string, { readonly shape: BlockShape; readonly count: number }>();
  for (const shape of blockShapes(units.blocks)) {
    const key = `${String(shape.base)}+${String(shape.candidate)}`;
    counts.set(key, { shape, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((first, second) => second.count - first.count)[0]?.shape;
}

/** Where several runs give blocks, each one's own effect: runs that disagree must be seen. */
function runEffects(
  { blocksByRun }: MetricValues,
  scale: ComparisonScale,
  { effects, levels }: MeasureOptions,
): readonly RunEffect[] | undefined {
  const withBlocks = blocksByRun.filter(({ blocks }) => blocks.length > 0);
  if (withBlocks.length < 2) return undefined;
  return withBlocks.map(({ runId, blocks }) => {
    const units: UnitValues = { unit: 'block', blocks };
    const effect = scale === 'ratio' ? effects.ratioOf(units, levels) : effects.differenceOf(units, levels);
    return { runId, unitCount: blocks.length, effect };
  });
}
