import { openAffinitySetter, type AffinitySetter } from '../../src/host/affinity.ts';

/** Both ways of setting an affinity: every test of one is a test of the other. */
export const setters: readonly {
  readonly name: AffinitySetter['name'];
  readonly open: () => AffinitySetter;
}[] = [
  { name: 'sched_setaffinity', open: () => openAffinitySetter({}) },
  { name: 'taskset', open: () => openAffinitySetter({ MICROVM_BENCH_NO_FFI: '1' }) },
];

/** Why a way cannot be tested here; undefined when it can. */
export function whyNoSetter(name: AffinitySetter['name']): string | undefined {
  const isAbsent = name === 'sched_setaffinity' && openAffinitySetter({}).name !== name;
  return isAbsent ? 'koffi is not installed, or not built for this platform' : undefined;
}
