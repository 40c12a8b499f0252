/** At most so many items, evenly spread over the list, the first and the last among them. All, where there are no more. */
export function thinEvenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const last = items.length - 1;
  const kept = new Set(
    Array.from({ length: most }, (_, index) => Math.round((index * last) / Math.max(most - 1, 1))),
  );
  return items.filter((_, index) => kept.has(index));
}
