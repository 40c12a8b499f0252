import type { ArmDifference } from '../model/arm.ts';
import type { ArmFacts } from './arm-side.ts';

/** So many values of one arm are told; the cases may have many. */
const mostValues = 3;
const absent = 'default';

/**
 * What the arms do not have alike in some case.
 * @param cases the facts of each case's arms, all in the same order of arms
 */
export function armDifferences(cases: readonly (readonly ArmFacts[])[]): readonly ArmDifference[] {
  const names = new Set(cases.flatMap((sides) => sides.flatMap((facts) => Object.keys(facts))));
  return [...names].flatMap((what) => {
    const unequal = cases
      .map((sides) => sides.map((facts) => facts[what] ?? absent))
      .filter((values) => new Set(values).size > 1)
      .map((values) => (what === 'bootArgs' ? ownWords(values) : values));
    const [first] = unequal;
    if (first === undefined) return [];
    return [
      {
        what,
        values: first.map((_value, arm) => joinValues(unequal.map((values) => values[arm] ?? absent))),
      },
    ];
  });
}

/** "128", or "128 or 512" where cases differ. */
function joinValues(values: readonly string[]): string {
  const unique = [...new Set(values)];
  const left = unique.length - mostValues;
  const told = left > 0 ? [...unique.slice(0, mostValues), `${left} more`] : unique;
  return told.join(' or ');
}

/** Of command lines the words that not all have; the lines as they are where only the order differs. */
function ownWords(lines: readonly string[]): readonly string[] {
  const all = lines.map((line) => line.replaceAll('"', '').split(/ +/));
  const own = all.map((words) => words.filter((word) => !all.every((other) => other.includes(word))));
  if (own.every((words) => words.length === 0)) return lines;
  return own.map((words) => words.join(' ') || 'no more');
}
