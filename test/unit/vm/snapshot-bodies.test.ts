import { describe, expect, it } from 'vitest';
import { jailPath } from '../../../src/model/brands.ts';
import {
  readState,
  snapshotCreateBody,
  snapshotLoadBody,
} from '../../../src/vm/firecracker/snapshot-bodies.ts';
import { dialectOf } from '../../../src/vm/firecracker/versions.ts';

const load = {
  snapshotPath: jailPath('vmstate'),
  backend: { type: 'File', path: jailPath('memory') },
  trackDirtyPages: false,
  resumeVm: false,
  networkOverrides: [],
} as const;

describe('snapshotLoadBody()', () => {
  it.each([
    ['1.0.0', { mem_file_path: 'memory', enable_diff_snapshots: false }],
    [
      '1.12.1',
      { mem_backend: { backend_type: 'File', backend_path: 'memory' }, enable_diff_snapshots: false },
    ],
    ['1.13.0', { mem_backend: { backend_type: 'File', backend_path: 'memory' }, track_dirty_pages: false }],
  ])('speaks as %s does', (version, part) => {
    expect(snapshotLoadBody(dialectOf(version), load)).toEqual({
      snapshot_path: 'vmstate',
      resume_vm: false,
      ...part,
    });
  });

  it('refuses a page-fault handler before 1.1', () => {
    const options = { ...load, backend: { type: 'Uffd', path: jailPath('uffd.sock') } } as const;
    expect(() => snapshotLoadBody(dialectOf('1.0.0'), options)).toThrow(
      'Cannot restore with a page-fault handler: Firecracker 1.0.0 lacks mem_backend of a snapshot load; it came with 1.1',
    );
  });

  it('refuses other taps before 1.12', () => {
    const options = { ...load, networkOverrides: [{ ifaceId: 'eth0', hostDevName: 'tap1' }] };
    expect(() => snapshotLoadBody(dialectOf('1.11.0'), options)).toThrow(
      'Cannot give a restored microVM other taps: Firecracker 1.11.0 lacks network_overrides',
    );
  });
});

describe('snapshotCreateBody()', () => {
  it('refuses a target version from 1.6 on', () => {
    const options = {
      kind: 'full',
      snapshotPath: jailPath('vmstate'),
      memFilePath: jailPath('memory'),
      targetVersion: '1.4.0',
    } as const;
    expect(snapshotCreateBody(dialectOf('1.5.1'), options)).toMatchObject({ version: '1.4.0' });
    expect(() => snapshotCreateBody(dialectOf('1.6.0'), options)).toThrow(
      'Cannot write a snapshot for Firecracker 1.4.0: Firecracker 1.6.0 lacks the target version of a snapshot; it went with 1.6',
    );
  });
});

describe('readState()', () => {
  it.each([
    [{ state: 'Not started' }, 'not-started'],
    [{ state: 'Running' }, 'running'],
    [{ state: 'Paused' }, 'paused'],
    [{ started: false }, 'not-started'],
    [{ started: true }, 'running'],
  ])('reads %j', (instance, state) => {
    expect(readState(instance)).toBe(state);
  });

  it.each([undefined, {}, { state: 'Gone' }, { started: 1 }])('refuses %j', (instance) => {
    expect(() => readState(instance)).toThrow(expect.objectContaining({ code: 'VM_API_REJECTED' }));
  });
});
