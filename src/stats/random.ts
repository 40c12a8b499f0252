import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { BenchError } from '../base/errors.ts';

/**
 * Names everything that an order depends on besides its seed; it goes into the plan. A change of any part of it
 * changes orders and therefore this name.
 */
export const generatorName = 'xoroshiro128plus, pure-rand 8, first 20 draws discarded';

/** A small seed fills few bits of the state, and the first draws show it. */
const discardedDraws = 20;
const largestSeed = 2 ** 32 - 1;

/** A seeded source of random numbers; each draw moves it on. */
export interface Random {
  /** Uniform among 0, 1, … bound − 1. */
  readonly nextInteger: (bound: number) => number;
}

/**
 * @param seed 0 to 4 294 967 295: the generator takes 32 bits, a larger seed would repeat the order of a smaller one
 * @throws BenchError `CONFIG_INVALID`
 */
export function createRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed > largestSeed) {
    throw new BenchError(
      'CONFIG_INVALID',
      `Cannot use ${String(seed)} as a seed: it is not a 32-bit number`,
      {
        hint: `Use a whole number from 0 to ${String(largestSeed)}`,
      },
    );
  }
  const generator = xoroshiro128plus(seed);
  for (let draw = 0; draw < discardedDraws; draw += 1) generator.next();
  return { nextInteger: (bound) => uniformInt(generator, 0, bound - 1) };
}

/** The values in random order (Fisher-Yates), every order equally likely; the argument is left as it is. */
export function shuffle<T>(values: readonly T[], random: Random): readonly T[] {
  const left = [...values];
  const shuffled: T[] = [];
  while (left.length > 0) shuffled.push(...left.splice(random.nextInteger(left.length), 1));
  return shuffled;
}
