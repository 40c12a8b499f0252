import { BenchError } from '../../base/errors.ts';
import { VmApiError } from './api-client.ts';
import { loadRefusals } from './load-refusals.ts';
import type { Refusal } from './refusal.ts';
import { startRefusals } from './start-refusals.ts';

/**
 * All that are explained; the first that fits counts, and docs/faults.md lists them. A missing tap and one of another user
 * look the same to Firecracker.
 */
export const refusals: readonly Refusal[] = [
  ...loadRefusals,
  ...startRefusals,
  {
    path: /^\/network-interfaces\//,
    words: /Operation not permitted/,
    seen: 'its tap is absent from the network namespace of the jail, or belongs to another user than that of the jail',
    hint: 'Make the tap in that namespace with "ip tuntap add NAME mode tap user UID"',
  },
  {
    path: /^\/network-interfaces\//,
    words: /Resource busy/,
    seen: 'another process holds its tap',
    hint: 'Give each microVM a tap of its own, and wait until the last one is gone',
  },
  {
    path: /./,
    words: /Request payload with size \d+ is larger than the limit/,
    seen: 'the body is larger than the VMM takes',
    hint: 'Raise --http-api-max-payload-size in firecrackerArguments of the jail',
  },
  {
    path: /^\/snapshot\/create$/,
    words: /Diff snapshots are not allowed on uVMs with dirty page tracking disabled/,
    action: 'write the diff snapshot',
    seen: 'dirty pages of the microVM are not tracked',
    hint: 'Set trackDirtyPages in the spec, or in the request of a restore',
  },
  {
    path: /^\/snapshot\/create$/,
    words: /No space left on device/,
    action: 'write the snapshot',
    seen: 'the filesystem of the jail is full',
    hint: 'Make room for the memory of the guest where the jail base lies',
  },
  {
    path: /./,
    words: /No space left on device/,
    seen: 'the filesystem of the jail is full',
    hint: 'Make room where the jail base lies',
  },
  {
    path: /./,
    words: /No file descriptors available/,
    seen: 'Firecracker may not open more files',
    hint: 'Raise noFile in resourceLimits of the jail',
  },
];

/** Puts the cause in front of a refusal that does not name it; the refusal itself, with the VMM's words, is its cause. */
export function explainRefusal(thrown: unknown): unknown {
  if (!(thrown instanceof VmApiError)) return thrown;
  const { method, path, faultMessage } = thrown;
  const found = refusals.find((each) => each.path.test(path) && each.words.test(faultMessage));
  if (found === undefined) return thrown;
  const { action = `${method} ${path}`, code = 'VM_API_REJECTED', seen, hint } = found;
  return new BenchError(code, `Cannot ${action}: ${seen}`, { cause: thrown, hint });
}
