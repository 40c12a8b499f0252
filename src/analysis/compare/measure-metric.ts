import { optional } from '../../base/optional.ts';
import type { Comparison, ComparedSide, RunEffect } from '../../model/comparison.ts';
import { comparisonScale, type ComparisonScale } from '../../model/comparison-scale.ts';
import { median } from '../../stats/moments.ts';
import { differenceOf, ratioOf, type EffectLevels } from './effect.ts';
import type { MetricValues } from './gather.ts';
import type { RawTest, TestUnits } from './significance.ts';
import { countUnits, hasBothSides, mapUnits, unitsOf, type UnitValues } from './units.ts';

/** What the values of one metric say by themselves: no other metric and no margin has been looked at. */
export interface MeasuredMetric extends Pick<
  Comparison,
  'metric' | 'base' | 'candidate' | 'unit' | 'unitCount' | 'scale' | 'ratio' | 'difference' | 'runs'
> {
  readonly test?: RawTest;
  /** Values of each side in the first block; absent without blocks. */
  readonly blockShape?: { readonly base: number; readonly candidate: number };
}

export interface MeasureOptions {
  readonly levels: EffectLevels;
  readonly test: TestUnits;
}

/** Effect and raw p of one metric; without them where a side has no value. */
export function measureMetric(values: MetricValues, { levels, test }: MeasureOptions): MeasuredMetric {
  const { metric } = values;
  const units = unitsOf(values);
  const scale = comparisonScale(metric, [...values.base.flat(), ...values.candidate.flat()]);
  const sides = { base: sideOf(values.base.flat()), candidate: sideOf(values.candidate.flat()) };
  const facts = { metric, ...sides, unit: units.unit, unitCount: countUnits(units), scale };
  if (!hasBothSides(units)) return facts;
  const isRatio = scale === 'ratio';
  return {
    ...facts,
    ...(isRatio ? { ratio: ratioOf(units, levels) } : {}),
    difference: differenceOf(units, levels),
    test: test(isRatio ? mapUnits(units, Math.log) : units),
    ...optional('blockShape', shapeOf(units)),
    ...optional('runs', runEffects(values, { levels, scale })),
  };
}

function sideOf(values: readonly number[]): ComparedSide {
  return { count: values.length, ...(values.length > 0 ? { median: median(values) } : {}) };
}

function shapeOf(units: UnitValues): MeasuredMetric['blockShape'] {
  if (units.unit !== 'block') return undefined;
  const [first] = units.blocks;
  return first === undefined ? undefined : { base: first.base.length, candidate: first.candidate.length };
}

/** Where several runs give blocks, each one's own effect: runs that disagree must be seen. */
function runEffects(
  { blocksByRun }: MetricValues,
  { levels, scale }: { readonly levels: EffectLevels; readonly scale: ComparisonScale },
): readonly RunEffect[] | undefined {
  const withBlocks = blocksByRun.filter(({ blocks }) => blocks.length > 0);
  if (withBlocks.length < 2) return undefined;
  return withBlocks.map(({ runId, blocks }) => {
    const units: UnitValues = { unit: 'block', blocks };
    const effect = scale === 'ratio' ? ratioOf(units, levels) : differenceOf(units, levels);
    return { runId, unitCount: blocks.length, effect };
  });
}
