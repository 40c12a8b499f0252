import type { ParameterPoint, ParameterValue } from '../../model/plan.ts';

/** A parameter with its values in order. */
export interface GridAxis {
  readonly name: string;
  readonly values: readonly ParameterValue[];
}

/** Where the points of a benchmark lie: columns, rows, and whatever else varies. */
export interface Grid {
  readonly columns: GridAxis;
  readonly rows: GridAxis;
  readonly others: readonly GridAxis[];
}

/**
 * Parameters that take several values; the one with the most values makes the columns. Undefined where fewer than two
 * vary: then there is no plane to draw.
 */
export function gridOf(points: readonly ParameterPoint[]): Grid | undefined {
  const names = [...new Set(points.flatMap((point) => Object.keys(point)))];
  const varying = names
    .map((name): GridAxis => ({ name, values: valuesOf(points, name) }))
    .filter(({ values }) => values.length > 1)
    .toSorted((one, other) => other.values.length - one.values.length);
  const [columns, rows, ...others] = varying;
  return columns === undefined || rows === undefined ? undefined : { columns, rows, others };
}

/** Numbers ascend; words stay in the order of the plan. */
function valuesOf(points: readonly ParameterPoint[], name: string): readonly ParameterValue[] {
  const values = [...new Set(points.flatMap((point) => point[name] ?? []))];
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === values.length ? numbers.toSorted((a, b) => a - b) : values;
}

/** All points of the axes that are neither columns nor rows, in order; one empty point where there is none. */
export function facetPoints(others: readonly GridAxis[]): readonly ParameterPoint[] {
  return others.reduce<readonly ParameterPoint[]>(
    (points, { name, values }) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}
