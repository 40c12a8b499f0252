/** Random numbers by place: what is drawn for a place does not depend on what was drawn for the others, or whether it was. */
import type { Random } from './random.ts';

/** Draws that all metrics of a comparison share, whichever of their blocks have values. */
export interface DrawStreams {
  /** How many numbers each place has. */
  readonly draws: number;
  /** Uniform among all 32-bit numbers, the same each time; a place is a whole number from 0 on. */
  readonly at: (place: number) => Uint32Array;
  /** The same numbers brought below a bound of at most 65 536; the bias is below bound / 2³². */
  readonly below: (place: number, bound: number) => Uint16Array;
}

export interface DrawStreamOptions {
  readonly random: Random;
  /** Default 9 999. */
  readonly draws?: number;
}

const wordCount = 2 ** 32;

/** Drawn when a place is first asked for, in the order of the places, and kept. */
export function createDrawStreams({ random, draws = 9999 }: DrawStreamOptions): DrawStreams {
  const streams: Uint32Array[] = [];
  const bounded = new Map<string, Uint16Array>();
  const at: DrawStreams['at'] = (place) => {
    while (streams.length <= place) {
      streams.push(drawWords(random, draws));
    }
    return streams[place] ?? new Uint32Array(draws);
  };
  const below: DrawStreams['below'] = (place, bound) => {
    const key = `${String(place)} ${String(bound)}`;
    const known = bounded.get(key) ?? scaleAll(at(place), bound);
    bounded.set(key, known);
    return known;
  };
  return { draws, at, below };
}

function drawWords(random: Random, count: number): Uint32Array {
  const words = new Uint32Array(count);
  for (let draw = 0; draw < count; draw += 1) words[draw] = random.nextInteger(wordCount);
  return words;
}

/** By index, since the iterator of a typed array costs many times as much. */
function scaleAll(words: Uint32Array, bound: number): Uint16Array {
  const scaledWords = new Uint16Array(words.length);
  for (let at = 0; at < words.length; at += 1) scaledWords[at] = scaled(words[at] ?? NaN, bound);
  return scaledWords;
}

/** A 32-bit number brought to 0, 1, … bound − 1. */
export function scaled(word: number, bound: number): number {
  return Math.floor((word * bound) / wordCount);
}
