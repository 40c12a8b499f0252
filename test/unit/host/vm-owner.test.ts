import { describe, expect, it } from 'vitest';
import { currentOwner, isOwnerAlive } from '../../../src/host/vm-owner.ts';

describe('isOwnerAlive()', () => {
  it('is true of this process', () => {
    expect(isOwnerAlive(currentOwner())).toBe(true);
  });

  it('is false of a process that had this pid earlier', () => {
    const { pid, startTicks } = currentOwner();
    expect(isOwnerAlive({ pid, startTicks: startTicks - 1 })).toBe(false);
  });

  it('is false of a pid that no process has', () => {
    expect(isOwnerAlive({ pid: 4_194_305, startTicks: 1 })).toBe(false);
  });
});
