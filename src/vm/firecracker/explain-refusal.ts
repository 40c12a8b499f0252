import { BenchError } from '../../base/errors.ts';
import { VmApiError, type ApiRequest } from './api-client.ts';

interface Explanation {
  readonly path: RegExp;
  readonly words: RegExp;
  readonly seen: string;
  readonly hint: string;
}

/** Refusals whose words hide the cause. A missing tap and one of another user look the same to Firecracker. */
const explanations: readonly Explanation[] = [
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
];

/** Puts the cause in front of a refusal that does not name it; the refusal itself, with the VMM's words, is its cause. */
export function explainRefusal(thrown: unknown, { method, path }: ApiRequest): unknown {
  if (!(thrown instanceof VmApiError)) return thrown;
  const found = explanations.find((each) => each.path.test(path) && each.words.test(thrown.faultMessage));
  if (found === undefined) return thrown;
  const { seen, hint } = found;
  return new BenchError('VM_API_REJECTED', `Cannot ${method} ${path}: ${seen}`, { cause: thrown, hint });
}
