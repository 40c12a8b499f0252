/** The labellings of a block as a table, and the sums of an arm's scores under all combinations of some blocks' labellings. */

/** Where the scores of a block are, and how many of them are of the arm whose sum is taken. */
export interface Places {
  readonly offset: number;
  readonly size: number;
  readonly taken: number;
}

/** A block among the scores, with every set of places that one arm can take. */
export interface BlockTable {
  readonly offset: number;
  readonly choices: readonly (readonly number[])[];
}

/**
 * The sum of the blocks together, for every combination of their labellings; the last block's runs slowest.
 * @param sums takes them, one for each combination, whatever it held
 */
export function outerSums(
  tables: readonly BlockTable[],
  scores: readonly number[],
  sums: Float64Array = new Float64Array(combinations(tables)),
): Float64Array {
  sums[0] = 0;
  let length = 1;
  for (const { offset, choices } of tables) {
    // From the last choice on, since the first one overwrites what the others start from.
    for (let choice = choices.length - 1; choice >= 0; choice -= 1) {
      let sum = 0;
      for (const place of choices[choice] ?? []) sum += scores[offset + place] ?? NaN;
      for (let at = 0; at < length; at += 1) sums[choice * length + at] = (sums[at] ?? NaN) + sum;
    }
    length *= choices.length;
  }
  return sums;
}

/** How many combinations of labellings the blocks have. */
export function combinations(tables: readonly BlockTable[]): number {
  return tables.reduce((product, { choices }) => product * choices.length, 1);
}

/** The table of a block whose labellings are few enough to be listed. */
export function blockTable({ offset, size, taken }: Places): BlockTable {
  return { offset, choices: subsets(size, taken) };
}

/** The same for many blocks, most of them alike: those of one size share their list of labellings. */
export function createBlockTables(): (places: Places) => BlockTable {
  const known = new Map<string, BlockTable['choices']>();
  return ({ offset, size, taken }) => {
    const key = `${String(size)} ${String(taken)}`;
    const choices = known.get(key) ?? subsets(size, taken);
    known.set(key, choices);
    return { offset, choices };
  };
}

/** Every set of k of the first n whole numbers, from 0 on. */
export function subsets(n: number, k: number): readonly (readonly number[])[] {
  if (k === 0) return [[]];
  if (k > n) return [];
  const last = subsets(n - 1, k - 1).map((chosen) => [...chosen, n - 1]);
  return [...subsets(n - 1, k), ...last];
}
