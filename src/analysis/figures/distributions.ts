import type { Box, DistributionFigure } from '../../model/figures/distribution.ts';
import { sortAscending } from '../../stats/check-samples.ts';
import { dkwHalfWidth } from '../../stats/ecdf.ts';
import { tukeyFences } from '../../stats/outliers.ts';
import { quantileType7 } from '../../stats/quantile.ts';
import type { HeadlineValues } from './headline-values.ts';

/** Band and box of each series. */
export function distributions(series: readonly HeadlineValues[]): readonly DistributionFigure[] {
  return series.map(({ runLabel, caseId, armId, values }) => ({
    runLabel,
    caseId,
    armId,
    bandHalfWidth: dkwHalfWidth(values.length),
    box: boxOf(values),
  }));
}

function boxOf(values: readonly number[]): Box {
  const sorted = sortAscending(values);
  const { mild } = tukeyFences(sorted);
  const within = sorted.filter((value) => value >= mild.lower && value <= mild.upper);
  const [lowerQuartile, upperQuartile] = [quantileType7(sorted, 0.25), quantileType7(sorted, 0.75)];
  return {
    lowerQuartile,
    upperQuartile,
    // Between two values an interpolated quartile may lie beyond all that are within its fence.
    lowerWhisker: Math.min(within[0] ?? lowerQuartile, lowerQuartile),
    upperWhisker: Math.max(within.at(-1) ?? upperQuartile, upperQuartile),
    outsideCount: sorted.length - within.length,
  };
}
