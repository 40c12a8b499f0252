import { describe, expect, it } from 'vitest';
import { findLeftoverNamespaces } from '../../../../src/host/network/namespace-sweep.ts';
import { currentOwner } from '../../../../src/host/vm-owner.ts';
import { ownedVmId } from '../../../../src/model/vm-ids.ts';
import { makeTemporaryFolder } from '../../cli/temporary-folder.ts';

describe('findLeftoverNamespaces()', () => {
  it('finds what dead owners have left and nothing else', () => {
    using folder = makeTemporaryFolder();
    const owner = currentOwner();
    const dead = ['mvb-4194305-1-2', 'mvb-4194305-1-1', `mvb-${owner.pid}-${owner.startTicks - 1}-1`];
    for (const name of [...dead, ownedVmId(owner, 1), 'cni-1234', 'mvb-guest']) folder.write(name, '');
    expect(findLeftoverNamespaces(folder.path)).toEqual([...dead].sort());
  });

  it('finds none on a host that has never had a namespace', () => {
    expect(findLeftoverNamespaces('/nowhere')).toEqual([]);
  });
});
