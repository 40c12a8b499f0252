/** What is left of items of which a picture cannot show all. */
export interface Thinned<Item> {
  /** In their order. */
  readonly items: readonly Item[];
  /** How many are always drawn. */
  readonly alwaysCount: number;
  /** Of the others every so many-th is; 1 where all are. */
  readonly step: number;
}

export interface ThinOptions<Item> {
  readonly most: number;
  /** What no thinning may take away: outliers, and whatever has a mark of its own. */
  readonly isAlways: (item: Item) => boolean;
}

/**
 * All items, or where they are more than `most`: the first and the last, those that are always drawn, and every k-th of the
 * others, by the least k that suffices. What is always drawn may be more than that by itself; it is, all the same.
 * @param items in the order of their values
 */
export function thin<Item>(items: readonly Item[], { most, isAlways }: ThinOptions<Item>): Thinned<Item> {
  const always = items.map((item, index) => index === 0 || index === items.length - 1 || isAlways(item));
  const alwaysCount = always.filter(Boolean).length;
  if (items.length <= most) return { items, alwaysCount, step: 1 };
  const others = items.length - alwaysCount;
  const step = Math.max(1, Math.ceil(others / Math.max(1, most - alwaysCount)));
  let passed = 0;
  const kept = items.filter((_, index) => {
    if (always[index] === true) return true;
    passed += 1;
    return passed % step === 0;
  });
  return { items: kept, alwaysCount, step };
}
