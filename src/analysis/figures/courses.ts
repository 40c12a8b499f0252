import type { Course } from '../../model/figures/course.ts';
import { median } from '../../stats/moments.ts';
import type { HeadlineValues } from './headline-values.ts';

/** A third of fewer trials is no level. */
const leastThird = 3;

/** The level at the beginning and at the end of each series that has nine trials. */
export function courses(series: readonly HeadlineValues[]): readonly Course[] {
  return series.flatMap(({ runLabel, caseId, armId, values }) => {
    const third = Math.floor(values.length / 3);
    if (third < leastThird) return [];
    const firstMedian = median(values.slice(0, third));
    return [{ runLabel, caseId, armId, firstMedian, lastMedian: median(values.slice(-third)) }];
  });
}
