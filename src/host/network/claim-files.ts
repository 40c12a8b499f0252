import { readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../../base/errors.ts';
import type { VmOwner } from '../../model/vm-ids.ts';

/** Frees the claim of a dead owner. False when somebody alive, or something that is no owner, is in it. */
export function vacateDead(claim: string, isAlive: (owner: VmOwner) => boolean): boolean {
  const names = listOwners(claim);
  const isDead = (name: string): boolean => {
    const owner = parseOwner(name);
    return owner !== undefined && !isAlive(owner);
  };
  if (!names.every(isDead)) return false;
  for (const name of names) unlinkOwner(claim, name);
  removeIfEmpty(claim);
  return true;
}

/** One who comes late finds no such file. */
export function unlinkOwner(claim: string, owner: string): void {
  unlessCode('ENOENT', () => {
    unlinkSync(join(claim, owner));
  });
}

/** When it is not empty it is the next owner's by now. */
export function removeIfEmpty(claim: string): void {
  unlessCode('ENOENT', () => {
    unlessCode('ENOTEMPTY', () => {
      rmdirSync(claim);
    });
  });
}

function listOwners(claim: string): readonly string[] {
  try {
    return readdirSync(claim);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

/** The name of an owner's file. */
export function formatOwner({ pid, startTicks }: VmOwner): string {
  return `${pid}-${startTicks}`;
}

/** Undefined for a name that is no owner's. */
export function parseOwner(name: string): VmOwner | undefined {
  const match = /^(\d+)-(\d+)$/.exec(name);
  return match === null ? undefined : { pid: Number(match[1]), startTicks: Number(match[2]) };
}

function unlessCode(code: string, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (systemErrorCode(thrown) !== code) throw thrown;
  }
}
