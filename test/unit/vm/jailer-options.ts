import { hostPath, vmId } from '../../../src/model/brands.ts';
import type { JailerCommandOptions } from '../../../src/vm/firecracker/jailer-command.ts';
import { dialectOf } from '../../../src/vm/firecracker/versions.ts';

export const jailerOptions: JailerCommandOptions = {
  id: vmId('vm-1'),
  jailer: hostPath('/opt/fc/jailer'),
  firecracker: hostPath('/opt/fc/firecracker'),
  cloneHelper: hostPath('/opt/newpid_clone'),
  jailBase: hostPath('/srv/jailer'),
  uid: 70_000,
  gid: 70_001,
  launch: 'pid-namespace',
  confinement: { kind: 'cpuset-v1', cpus: [1, 2, 3, 5], mems: [0] },
  dialect: dialectOf('1.12.1'),
};
