import { createHash } from 'node:crypto';
import { BenchError } from '../../base/errors.ts';
import type { VmId } from '../../model/brands.ts';

/** IFNAMSIZ is 16 with the NUL (include/uapi/linux/if.h). */
const longestName = 15;

/**
 * "tap0-1k9x2m4q7z": the name of one interface of one VM, 15 characters. Interfaces of one VM never share a name, since
 * the index stands in it; the rest is a hash of the whole id, of which a mere prefix would be the same for all VMs of a
 * run. Among a thousand VMs two share a name with a probability below 1e-9, and each is in a namespace of its own.
 * @param index 0 to 99
 * @throws BenchError `ID_INVALID`
 */
export function tapName(id: VmId, index: number): string {
  if (!Number.isInteger(index) || index < 0 || index > 99) {
    throw new BenchError('ID_INVALID', `Cannot name a tap: interface ${index} is not a number from 0 to 99`);
  }
  const start = `tap${index}-`;
  const digest = createHash('sha256').update(id).digest('hex');
  return (
    start +
    BigInt(`0x${digest}`)
      .toString(36)
      .padStart(50, '0')
      .slice(start.length - longestName)
  );
}

/**
 * Stricter than the kernel (dev_valid_name in net/core/dev.c), which takes any byte but white space, "/" and ":".
 * @throws BenchError `ID_INVALID`
 */
export function checkTapName(name: string): void {
  if (/^[A-Za-z][A-Za-z0-9_.-]{0,14}$/.test(name)) return;
  const rule = 'a letter, then at most 14 letters, digits, dots, hyphens or underscores are allowed';
  throw new BenchError('ID_INVALID', `Cannot name a tap "${name}": ${rule}`);
}
