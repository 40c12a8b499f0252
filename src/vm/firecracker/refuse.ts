import { BenchError } from '../../base/errors.ts';

export function isWholeBetween(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest;
}

/** @throws BenchError `SPEC_INVALID`, always */
export function refuse(field: string, seen: string): never {
  throw new BenchError('SPEC_INVALID', `Cannot use ${field} of the microVM: ${seen}`);
}
