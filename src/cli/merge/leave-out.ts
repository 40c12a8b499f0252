import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../../base/errors.ts';
import { suggest } from '../../model/suggest.ts';
import type { Finding } from '../../model/finding.ts';
import { leavableFacts, type LeavableFact } from './leavable-facts.ts';

/** What stands in the place of a fact. */
const leftOut = 'left out';

/** @throws BenchError `USAGE` for a fact that cannot be left out */
export function parseLeavableFacts(names: readonly string[]): readonly LeavableFact[] {
  return names.map((name) => {
    const fact = leavableFacts.find((each) => each === name);
    if (fact !== undefined) return fact;
    const near = suggest(name, leavableFacts);
    throw new BenchError('USAGE', `Cannot leave out "${name}": it is none of ${leavableFacts.join(', ')}`, {
      ...(near === undefined ? {} : { hint: `Did you mean ${near}?` }),
    });
  });
}

/** The text of a run's manifest without these facts; as it is in the folder where there are none. */
export function manifestWithout(folder: string, facts: readonly LeavableFact[]): string {
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  if (facts.length === 0) return text;
  // Not parsed as a manifest: a newer one may hold what this program does not know, and all of it is kept.
  const isLeftOut = (key: string, value: unknown): boolean =>
    typeof value === 'string' && facts.some((fact) => fact === key);
  const replaced: unknown = JSON.parse(text, (key, value: unknown) =>
    isLeftOut(key, value) ? leftOut : value,
  );
  return `${JSON.stringify(replaced, undefined, 2)}\n`;
}

/** Says in the campaign what its publisher has left out of it. */
export function leftOutFindings(facts: readonly LeavableFact[]): readonly Finding[] {
  if (facts.length === 0) return [];
  return [
    {
      rule: 'facts-left-out',
      severity: 'note',
      message: `Left out of every manifest by whoever published this: ${facts.join(', ')}`,
      advice:
        'Ask the publisher where it matters; a comparison with runs that tell these facts finds them different',
    },
  ];
}

/** In hexadecimal. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
