import { invalidBlocks } from '../model/invalid-blocks.ts';
import { disturbanceName } from '../model/validity.ts';
import type { RunRecords } from './run-facts.ts';
import { countOf } from './wording.ts';

/** The invalid blocks of a run as people are told of them. */
export interface InvalidBlockText {
  /** "2 of 42 blocks are invalid: other VMs (2)". */
  readonly text: string;
  readonly count: number;
  readonly mostAllowed: number;
  /** Of them, those that were repeated. */
  readonly repeated: number;
}

/** Undefined where no block is invalid. */
export function tellInvalidBlocks({
  manifest,
  trials,
}: Pick<RunRecords, 'manifest' | 'trials'>): InvalidBlockText | undefined {
  const { blocks, validity } = manifest.plan;
  const invalid = invalidBlocks(manifest, trials);
  if (invalid.length === 0 || validity === undefined) return undefined;
  const measured = new Set(trials.filter(({ isWarmup }) => !isWarmup).map(({ block }) => block));
  const repeatedOf = new Set(
    blocks.flatMap(({ index, replaces = -1 }) => (measured.has(index) ? [replaces] : [])),
  );
  const all = invalid.flatMap(({ broken }) => broken);
  const reasons = [...new Set(all)].map((metric) => {
    return `${disturbanceName(metric)} (${all.filter((each) => each === metric).length})`;
  });
  const verb = invalid.length === 1 ? 'is' : 'are';
  return {
    text: `${invalid.length} of ${countOf(measured.size, 'block')} ${verb} invalid: ${reasons.join(', ')}`,
    count: invalid.length,
    mostAllowed: validity.mostInvalidBlocks,
    repeated: invalid.filter(({ index }) => repeatedOf.has(index)).length,
  };
}
