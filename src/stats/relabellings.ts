/**
 * The reference distribution of tests within blocks: under the null hypothesis the labels of a block could have been given
 * to its values in any way. All ways of all blocks are enumerated where they are few, else drawn at random. What is
 * drawn depends on the shapes of the blocks alone, so one preparation serves every metric over blocks of the same shapes;
 * metrics over other shapes share the streams that it draws from.
 */
import { binomialCoefficient } from './binomial-coefficient.ts';
import { type BlockShape, checkShapes, labellingCount } from './blocks.ts';
import {
  blockTable,
  type BlockTable,
  combinations,
  createBlockTables,
  outerSums,
  type Places,
} from './label-tables.ts';
import { scaled, type DrawStreams } from './draw-streams.ts';

export interface RelabellingOptions {
  /** What is drawn from where not all are enumerated: as many relabellings as a stream has draws. */
  readonly streams: DrawStreams;
  /** Up to this number all are enumerated. Default 100 000. */
  readonly exactLimit?: number;
}

export interface Relabellings {
  readonly shapes: readonly BlockShape[];
  readonly method: 'exact' | 'monte-carlo';
  readonly count: number;
  /**
   * Under how many of them the candidate's sum of scores is at least this far from 0.
   * @param scores block after block, those of a block ascending and adding up to 0; the arms' sums then differ by their sign
   * alone, and the p is the same when the arms, or values of an arm, change places
   */
  readonly countBeyond: (scores: readonly number[], distance: number) => number;
}

/** Blocks whose labellings are drawn together, and which of their combinations each draw is. */
interface DrawnGroup {
  readonly tables: readonly BlockTable[];
  readonly drawn: Uint16Array;
  /** For the sums of all combinations: one buffer for all metrics stays in the processor's cache. */
  readonly buffer: Float64Array;
}

/** Adds what the sum of some blocks is, under each draw. */
type AddSums = (scores: readonly number[], sums: Float64Array) => void;

/**
 * Blocks are drawn together while their labellings are no more than this: fewer look-ups a metric, and a table that still
 * costs less than they do.
 */
const groupLimit = 2048;
/** A block with more labellings than this is drawn value by value. */
const tableLimit = 65_536;

/** Up to this number of relabellings all are enumerated, unless told. */
export const mostEnumerated = 100_000;

/** @throws BenchError `SAMPLE_INVALID` for no blocks, or one without values of an arm */
export function prepareRelabellings(
  shapes: readonly BlockShape[],
  { streams, exactLimit = mostEnumerated }: RelabellingOptions,
): Relabellings {
  checkShapes(shapes);
  const places = placesOfOneArm(shapes);
  const count = shapes.reduce((product, shape) => product * labellingCount(shape), 1);
  if (count <= exactLimit) {
    const tables = places.map(blockTable);
    const countBeyond: Relabellings['countBeyond'] = (scores, distance) =>
      countAtLeast(outerSums(tables, scores), distance);
    return { shapes, method: 'exact', count, countBeyond };
  }
  const { draws } = streams;
  const parts = drawParts(places, streams);
  // One buffer for all metrics.
  const sums = new Float64Array(draws);
  const countBeyond: Relabellings['countBeyond'] = (scores, distance) => {
    sums.fill(0);
    for (const addSums of parts) addSums(scores, sums);
    return countAtLeast(sums, distance);
  };
  return { shapes, method: 'monte-carlo', count: draws, countBeyond };
}

/** Of the smaller arm in the first block in which they differ, so that it is the same arm when the labels are swapped. */
function placesOfOneArm(shapes: readonly BlockShape[]): readonly Places[] {
  const unequal = shapes.find(({ base, candidate }) => base !== candidate);
  const takesBase = unequal !== undefined && unequal.base < unequal.candidate;
  let offset = 0;
  return shapes.map(({ base, candidate }) => {
    const size = base + candidate;
    offset += size;
    return { offset: offset - size, size, taken: takesBase ? base : candidate };
  });
}

/** Large blocks take their places of the streams after those of the groups. */
function drawParts(blocks: readonly Places[], streams: DrawStreams): readonly AddSums[] {
  const large: Places[] = [];
  const groups: BlockTable[][] = [[]];
  const tableOf = createBlockTables();
  for (const block of blocks) {
    const labellings = binomialCoefficient(block.size, block.taken);
    const last = groups.at(-1) ?? [];
    if (labellings > tableLimit) large.push(block);
    else if (combinations(last) * labellings <= groupLimit) last.push(tableOf(block));
    else groups.push([tableOf(block)]);
  }
  const drawn = groups.map((tables, place) => drawGroup(tables, streams, place));
  const none = { tables: [], drawn: new Uint16Array(streams.draws), buffer: new Float64Array(1) };
  const parts: AddSums[] = [];
  for (let at = 0; at < drawn.length; at += 2) {
    parts.push(addPair(drawn[at] ?? none, drawn[at + 1] ?? none));
  }
  let place = groups.length;
  for (const block of large) {
    parts.push(drawPlaces(block, streams, place));
    place += block.taken;
  }
  return parts;
}

function drawGroup(tables: readonly BlockTable[], streams: DrawStreams, place: number): DrawnGroup {
  const bound = combinations(tables);
  return { tables, drawn: streams.below(place, bound), buffer: new Float64Array(bound) };
}

function addPair(first: DrawnGroup, second: DrawnGroup): AddSums {
  return (scores, sums) => {
    const one = outerSums(first.tables, scores, first.buffer);
    const other = outerSums(second.tables, scores, second.buffer);
    lookUpBoth({ one, other, ofOne: first.drawn, ofOther: second.drawn }, sums);
  };
}

/**
 * Where the time of a test goes: a loop over typed arrays that the compiler keeps free of checks, of two groups at
 * once, since that halves how often the sums are read and written.
 */
function lookUpBoth(
  {
    one,
    other,
    ofOne,
    ofOther,
  }: {
    readonly one: Float64Array;
    readonly other: Float64Array;
    readonly ofOne: Uint16Array;
    readonly ofOther: Uint16Array;
  },
  sums: Float64Array,
): void {
  for (let draw = 0; draw < sums.length; draw += 1) {
    const added = (one[ofOne[draw] ?? NaN] ?? NaN) + (other[ofOther[draw] ?? NaN] ?? NaN);
    sums[draw] = (sums[draw] ?? NaN) + added;
  }
}

/** By index, since the iterator of a typed array costs as much as the look-ups. */
function countAtLeast(sums: Float64Array, distance: number): number {
  const { length } = sums;
  let count = 0;
  for (let at = 0; at < length; at += 1) if (Math.abs(sums[at] ?? NaN) >= distance) count += 1;
  return count;
}

/**
 * For blocks too large for a table: each draw takes the places of one arm by a partial Fisher-Yates shuffle, whose steps
 * are of one stream each.
 */
function drawPlaces({ offset, size, taken }: Places, streams: DrawStreams, place: number): AddSums {
  const steps = Array.from({ length: taken }, (_, first) => streams.at(place + first));
  return (scores, sums) => {
    const left = Float64Array.from(scores.slice(offset, offset + size));
    for (let draw = 0; draw < sums.length; draw += 1) {
      let sum = 0;
      for (let first = 0; first < taken; first += 1) {
        const chosen = first + scaled(steps[first]?.[draw] ?? NaN, size - first);
        const score = left[chosen] ?? NaN;
        left[chosen] = left[first] ?? NaN;
        left[first] = score;
        sum += score;
      }
      sums[draw] = (sums[draw] ?? NaN) + sum;
    }
  };
}
