import type { VmSpec } from '../../model/vm-spec.ts';
import { vsockPath } from './device-bodies.ts';
import { refuse } from './refuse.ts';

/** What jail and jailer put into the root themselves, besides the drives and the VMM's own binary and pid file. */
const takenNames: readonly string[] = [
  'dev',
  'etc',
  'initrd',
  'kernel',
  'log',
  'memory',
  'metadata',
  'metrics',
  'new-memory',
  'new-vmstate',
  'ramdisk',
  'run',
  'vmstate',
];

/** Checks the names of the files that Firecracker is to make in the jail's root. */
export function checkJailNames({ vsock, serialOutName }: VmSpec): void {
  const names = [
    ...(vsock === undefined ? [] : [vsockPath(vsock)]),
    ...(serialOutName === undefined ? [] : [serialOutName]),
  ];
  for (const name of names) {
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/.test(name))
      refuse('the jail', `"${name}" is not a plain file name of at most 100 characters`);
    if (takenNames.includes(name) || /^(?:drive-|firecracker)/.test(name))
      refuse('the jail', `the name "${name}" is taken`);
  }
  if (new Set(names).size < names.length) refuse('the jail', 'vsock and serial output have one name');
}
