/** The stretch of an axis, in the unit in which it is drawn. */
export type AxisDomain = readonly [number, number];

/** From the least to the greatest value with some room on both sides, never of length zero. */
export function paddedDomain(values: readonly number[], paddingShare: number): AxisDomain {
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  const length = greatest > least ? greatest - least : Math.max(Math.abs(greatest), 1) * 0.1;
  return [least - length * paddingShare, greatest + length * paddingShare];
}

/** Where a value lies on an axis of so many pixels. */
export function axisPositionPx(value: number, domain: AxisDomain, lengthPx: number): number {
  return ((value - domain[0]) / (domain[1] - domain[0])) * lengthPx;
}
