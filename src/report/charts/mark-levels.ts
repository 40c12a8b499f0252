/** A text at a place of an axis, in pixels from its beginning. */
export interface PlacedText {
  readonly atPx: number;
  readonly widthPx: number;
}

/**
 * The line, from 0 up, on which each text stands so that none covers another; texts beyond the last line stand on it as well.
 * In the order of the texts, which ascend.
 */
export function markLevels(texts: readonly PlacedText[], mostLevels: number): readonly number[] {
  const endsPx: number[] = [];
  return texts.map(({ atPx, widthPx }) => {
    const free = Array.from({ length: mostLevels }, (_, level) => level).find(
      (level) => (endsPx[level] ?? -Infinity) <= atPx,
    );
    const level = free ?? mostLevels - 1;
    endsPx[level] = atPx + widthPx + 6;
    return level;
  });
}
