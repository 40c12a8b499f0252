import type { ArmDifference } from '../model/arm.ts';
import type { Finding } from '../model/finding.ts';
import type { VmSpec } from '../model/vm-spec.ts';
import { armDifferences } from './arm-differences.ts';
import type { ArmFacts, ArmSide } from './arm-side.ts';

/** Something that decides the result whenever the arms do not have it alike. */
interface FairnessRule {
  readonly rule: string;
  /** Subject of the finding's sentence. */
  readonly what: string;
  /** The differences that it is a part of: it is what is compared where there are no others. */
  readonly partOf: readonly string[];
  /** Equal words are fair. */
  readonly inWords: (side: ArmSide) => string;
  /** What it does to the numbers. */
  readonly because: string;
}

const rules: readonly FairnessRule[] = [
  {
    rule: 'arms-serial-console',
    what: 'The serial console',
    partOf: ['bootArgs'],
    inWords: ({ spec }) => (hasSerialConsole(spec) ? 'on' : 'off'),
    because: 'each character that a guest prints leaves it for the VMM',
  },
  {
    rule: 'arms-keyboard',
    what: "The guest's probing of the i8042, and its way to reset",
    partOf: ['bootArgs'],
    inWords: ({ spec }) => wordsThat(spec, (word) => /^(?:i8042\.|reboot=)/.test(word)),
    because: 'a Linux guest spends tens of milliseconds on probing it',
  },
  {
    rule: 'arms-log-level',
    what: 'The log level of the VMM',
    partOf: ['logLevel'],
    inWords: ({ jail }) => jail.logLevel ?? 'Debug',
    because: 'a VMM that logs less does less',
  },
  {
    rule: 'arms-launch',
    what: 'The launch mode',
    partOf: ['launch'],
    inWords: ({ launch }) => launch,
    because: 'starting a VMM takes a different number of processes',
  },
  {
    rule: 'arms-cgroup',
    what: 'The parent of the cgroups',
    partOf: ['parentCgroup'],
    inWords: ({ jail }) => jail.parentCgroup ?? 'microvm-bench',
    because: 'its limits and its depth hold for the VM',
  },
  {
    rule: 'arms-page-cache',
    what: 'How the drives are read',
    partOf: ['drives'],
    inWords: ({ spec }) =>
      spec.drives
        .map(({ driveId, placement = 'file', cacheType = 'Unsafe', ioEngine = 'Sync' }) =>
          [driveId, placement, cacheType, ioEngine].join(' '),
        )
        .join(' and ') || 'none',
    because: 'what lies in memory is read sooner',
  },
  {
    rule: 'arms-memory',
    what: 'The memory of the microVM',
    partOf: ['memMib', 'hugePages', 'trackDirtyPages'],
    inWords: ({ spec: { memMib, hugePages = '4K', trackDirtyPages = false } }) =>
      `${memMib} MiB of ${hugePages} pages${trackDirtyPages ? ', tracked' : ''}`,
    because: 'setting up and faulting in guest memory is a part of most numbers',
  },
  {
    rule: 'arms-vcpus',
    what: 'The number of vCPUs',
    partOf: ['vcpus', 'smt'],
    inWords: ({ spec: { vcpus, smt = false } }) => `${vcpus}${smt ? ' with SMT' : ''}`,
    because: 'each vCPU is made, configured and pinned in turn',
  },
  {
    rule: 'arms-cpus',
    what: "The host's CPUs and the placement on them",
    partOf: ['cpus'],
    inWords: ({ cpus, placement }) => `${cpus} ${placement.policy}`,
    because: 'CPUs differ in caches, siblings and interrupts',
  },
  {
    rule: 'arms-kernel',
    what: "The guest's kernel",
    partOf: ['kernel', 'initrd'],
    inWords: ({ spec: { kernel, initrd } }) => (initrd === undefined ? kernel : `${kernel} with ${initrd}`),
    because: 'its size and its boot are a part of the number',
  },
];

/**
 * What would decide the comparison by accident: a warning, or a note where it is the only difference and so what is compared.
 * @param cases each case's arms, all in the same order
 */
export function judgeFairness(
  cases: readonly (readonly ArmSide[])[],
  differences: readonly ArmDifference[],
): readonly Finding[] {
  const arms = (cases[0] ?? []).map(({ arm }) => arm.id);
  const unfair = armDifferences(cases.map((sides) => sides.map(wordsOfRules)));
  return unfair.flatMap(({ what: name, values }) => {
    const rule = rules.find((each) => each.rule === name);
    return rule === undefined ? [] : [findingOf(rule, { arms, values, differences })];
  });
}

const files: readonly string[] = ['firecracker', 'jailer', 'kernel', 'initrd', 'drives'];

/** Arms of different files whose first trials would read them from the disk, each at its own time. */
export function findColdStart(
  differences: readonly ArmDifference[],
  warmupsPerCase: number,
): readonly Finding[] {
  const own = differences.map(({ what }) => what).filter((what) => files.includes(what));
  if (own.length === 0 || warmupsPerCase > 0) return [];
  return [
    {
      rule: 'arms-not-warm',
      severity: 'warning',
      message: `The arms have different files (${own.join(', ')}), and no warm-up brings them into the page cache`,
      advice: 'Let at least one warm-up trial go before',
    },
  ];
}

function wordsOfRules(side: ArmSide): ArmFacts {
  return Object.fromEntries(rules.map(({ rule, inWords }) => [rule, inWords(side)]));
}

interface Unfair {
  readonly arms: readonly string[];
  readonly values: readonly string[];
  readonly differences: readonly ArmDifference[];
}

function findingOf(
  { rule, what, partOf, because }: FairnessRule,
  { arms, values, differences }: Unfair,
): Finding {
  const told = values.map((value, index) => `${value} in ${arms[index] ?? ''}`).join(', ');
  const isAlone = differences.every((difference) => partOf.includes(difference.what));
  return {
    rule,
    severity: isAlone ? 'note' : 'warning',
    message: `${what} is not alike in the arms: ${told}; ${because}`,
    advice: isAlone
      ? 'Nothing else differs: what the arms show is the effect of this'
      : 'Give it to both arms alike, or compare it in a run of its own',
  };
}

function hasSerialConsole(spec: VmSpec): boolean {
  const own = spec.bootArgs.split(' ');
  return own.some((word) => /^console=(?:ttyS\d|1$)/.test(word)) && !own.includes('8250.nr_uarts=0');
}

function wordsThat({ bootArgs }: VmSpec, isWanted: (word: string) => boolean): string {
  return bootArgs.split(' ').filter(isWanted).sort().join(' ') || 'default';
}
