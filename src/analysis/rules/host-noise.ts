import type { Finding } from '../../model/finding.ts';
import type { HostFacts } from '../../model/host-facts.ts';
import type { RunFacts } from '../run-facts.ts';

interface Noise {
  readonly rule: string;
  /** What was seen, or undefined where the host is quiet in this respect or does not tell. */
  readonly see: (host: HostFacts) => string | undefined;
  readonly advice: string;
}

const noises: readonly Noise[] = [
  {
    rule: 'host-virtualised',
    see: ({ identity: { virtualization } }) =>
      virtualization === undefined ? undefined : `The host is itself a guest (${virtualization})`,
    advice: 'Publish numbers from bare metal; compare only runs of one host here',
  },
  {
    rule: 'host-governor',
    see: ({ settings: { governors } }) =>
      governors.every((governor) => governor === 'performance')
        ? undefined
        : `The CPU frequency governor is ${governors.join(', ')}, so clock rates follow the load`,
    advice: 'Set the governor to performance',
  },
  {
    rule: 'host-turbo',
    see: ({ settings: { turbo } }) =>
      turbo === 'on' ? 'Turbo is on, so clock rates depend on temperature and on busy neighbours' : undefined,
    advice: 'Switch turbo off for comparisons of small differences',
  },
  {
    rule: 'host-smt',
    see: ({ settings: { smt } }) =>
      smt === 'on' ? 'SMT is on, so two hardware threads share a core and slow each other' : undefined,
    advice: 'Switch SMT off, or keep the siblings of measured CPUs idle',
  },
  {
    rule: 'host-swap',
    see: ({ settings: { swapTotalMib } }) =>
      swapTotalMib > 0 ? `Swap is on (${swapTotalMib} MiB), so memory may leave main memory` : undefined,
    advice: 'Switch swap off while measuring',
  },
  {
    rule: 'host-ksm',
    see: ({ settings: { kernelSamepageMerging } }) =>
      kernelSamepageMerging === 'on'
        ? 'Kernel samepage merging is on: it takes CPU time and changes memory figures'
        : undefined,
    advice: 'Switch it off in /sys/kernel/mm/ksm/run while measuring',
  },
];

/** Settings of the host that make numbers noisier or hosts less alike. */
export function hostNoise({ manifest }: RunFacts): readonly Finding[] {
  const { host } = manifest;
  if (host === undefined) return [];
  return noises.flatMap(({ rule, see, advice }) => {
    const message = see(host);
    return message === undefined ? [] : [{ rule, severity: 'note', message, advice }];
  });
}
