import { currentOwner } from '../../src/host/vm-owner.ts';
import { hostPath } from '../../src/model/brands.ts';
import { ownedVmId } from '../../src/model/vm-ids.ts';
import { aRequest, openTestDriver, probeSpec } from './support.ts';

/** A harness that is killed while its VM has a ramdisk. Arguments: jail base, image. */
const [, , jailBase = '', image = ''] = process.argv;
const host = await openTestDriver({ jailBase: hostPath(jailBase) });
await host.driver.prepare(
  aRequest({
    id: ownedVmId(currentOwner(), 1),
    spec: {
      ...probeSpec(),
      drives: [
        {
          driveId: 'data',
          path: hostPath(image),
          isRootDevice: false,
          isReadOnly: false,
          placement: 'ramdisk',
        },
      ],
    },
  }),
);
process.kill(process.pid, 'SIGKILL');
