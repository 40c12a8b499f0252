/** What is left of items of which a picture cannot show all. */
export interface Thinned<Item> {
  /** In their order. */
  readonly items: readonly Item[];
  /** Of those that are to be kept every so many-th is; 1 where all are. */
  readonly alwaysStep: number;
  /** Of the others every so many-th is; 1 where all are. */
  readonly step: number;
}

export interface ThinOptions<Item> {
  /** At least 4. */
  readonly most: number;
  /** What is kept before all others: outliers, and whatever has a mark of its own. */
  readonly isAlways: (item: Item) => boolean;
}

/**
 * All items, or where they are more than `most`: the first and the last, those that are to be kept, and every k-th of the others,
 * by the least k that suffices. Where nearly all values are equal, nearly all others are outliers: of those that are to be kept,
 * where they are more than half of `most`, every j-th is.
 * @param items in the order of their values
 */
export function thin<Item>(items: readonly Item[], { most, isAlways }: ThinOptions<Item>): Thinned<Item> {
  if (items.length <= most) return { items, alwaysStep: 1, step: 1 };
  const isEnd = (index: number): boolean => index === 0 || index === items.length - 1;
  const always = items.map((item) => isAlways(item));
  const [inner, others] = [true, false].map(
    (isKept) => items.filter((_, index) => always[index] === isKept && !isEnd(index)).length,
  );
  const room = most - 2;
  const alwaysStep = stepOf(inner ?? 0, Math.max(Math.floor(room / 2), room - (others ?? 0)));
  const step = stepOf(others ?? 0, room - Math.floor((inner ?? 0) / alwaysStep));
  const passed = { always: 0, others: 0 };
  const kept = items.filter((_, index) => {
    if (isEnd(index)) return true;
    const kind = always[index] === true ? 'always' : 'others';
    passed[kind] += 1;
    return passed[kind] % (kind === 'always' ? alwaysStep : step) === 0;
  });
  return { items: kept, alwaysStep, step };
}

/** By which at most so many of all are kept. */
function stepOf(count: number, most: number): number {
  return Math.max(1, Math.ceil((count + 1) / (Math.max(0, most) + 1)));
}
