import { existsSync, statSync } from 'node:fs';
import { BenchError } from '../../base/errors.ts';
import type { HostPath } from '../../model/brands.ts';

/** @throws BenchError `SPEC_INVALID` for anything that is not a file */
export function requireRegularFile(path: HostPath, what: string): void {
  if (existsSync(path) && statSync(path).isFile()) return;
  throw new BenchError('SPEC_INVALID', `Cannot place "${path}" in the jail: it is not a file`, {
    hint: `Check the path of the ${what}`,
  });
}
