/** Shapes that repeat what a colour says, in the order of the sides. */
export const seriesShapes: readonly string[] = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'triangle-down',
];
