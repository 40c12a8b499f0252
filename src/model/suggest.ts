import { distance } from 'fastest-levenshtein';

/** Farther than this many edits, or than half of the longer word, a candidate is another word and no slip. */
const mostEdits = 3;

/**
 * The candidate that was probably meant by a mistyped word, or undefined when none is near. Letter case does not
 * count as a difference; of equally near candidates the first is taken.
 */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const near = candidates
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(
      ({ candidate, edits }) => edits <= Math.min(mostEdits, Math.max(word.length, candidate.length) / 2),
    );
  const fewest = Math.min(...near.map(({ edits }) => edits));
  return near.find(({ edits }) => edits === fewest)?.candidate;
}
