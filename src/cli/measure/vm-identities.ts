import { currentOwner } from '../../host/vm-owner.ts';
import type { UidRange } from '../../harness/settings.ts';
import { ownedVmId, type VmIdentity } from '../../model/vm-ids.ts';

/**
 * Hands out ids that name this process as the owner, each with the next user of the range, so that no two VMs that live
 * at once share one.
 */
export function createIdentities({ first, count }: UidRange): () => VmIdentity {
  const owner = currentOwner();
  let sequence = 0;
  return () => {
    const uid = first + (sequence % count);
    sequence += 1;
    return { id: ownedVmId(owner, sequence), uid, gid: uid };
  };
}
