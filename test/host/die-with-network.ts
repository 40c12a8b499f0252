import { currentOwner } from '../../src/host/vm-owner.ts';
import { hostPath } from '../../src/model/brands.ts';
import { ownedVmId } from '../../src/model/vm-ids.ts';
import { aRequest, openTestDriver } from './support.ts';

/** A harness that is killed while its VM has a network. Argument: jail base. */
const [, , jailBase = ''] = process.argv;
const host = await openTestDriver({ jailBase: hostPath(jailBase) });
await host.driver.prepare(aRequest({ id: ownedVmId(currentOwner(), 1), guestNetwork: {} }));
process.kill(process.pid, 'SIGKILL');
