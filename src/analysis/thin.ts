/** Every so many-th item from the first on, so that at most so many are left. */
export function thin<Item>(
  items: readonly Item[],
  most: number,
): { readonly kept: readonly Item[]; readonly oneIn: number } {
  const oneIn = Math.max(1, Math.ceil(items.length / most));
  return { kept: items.filter((_, index) => index % oneIn === 0), oneIn };
}
