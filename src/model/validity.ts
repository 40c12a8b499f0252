import { noiseSamples } from './noise-metrics.ts';
import type { TrialRecord } from './trial.ts';

/** What must not happen on the host while a trial runs. Fixed before the run and kept in its manifest. */
export interface ValidityRule {
  /** Id of a noise metric. */
  readonly metric: string;
  /** Most of it: in the metric's unit, or as a share of the trial's time. */
  readonly atMost: number;
  readonly of: 'value' | 'time';
  /** By how much the metric may be too large, in its unit: it is read in steps. */
  readonly resolution?: number;
  /** Not asked of trials of several VMs, whose own crowding it would be. */
  readonly ofOneVm?: true;
}

/** By what blocks of a run are invalid, and what becomes of them. */
export interface Validity {
  readonly rules: readonly ValidityRule[];
  /** Blocks that may be invalid; with more, the host is none to measure on. */
  readonly mostInvalidBlocks: number;
  /** Whether invalid blocks are repeated at the end of the run. */
  readonly replaces: boolean;
}

/**
 * Steal is counted in steps of 10 ms, so that one step may stand for next to nothing. Some waiting for CPUs is the VM's own:
 * up to 59 % of the time of a trial was seen where VMM, API and vCPU threads shared one.
 */
export const validityRules: readonly ValidityRule[] = [
  { metric: 'noise.other_vms', atMost: 0, of: 'value' },
  { metric: 'noise.steal', atMost: 0.01, of: 'time', resolution: 10_000 },
  { metric: 'noise.swapped_pages', atMost: 0, of: 'value' },
  { metric: 'noise.pressure_cpu', atMost: 0.9, of: 'time', ofOneVm: true },
];

/** What breaking a rule of a metric is called: "2 blocks: other VMs". */
const names: Readonly<Record<string, string>> = {
  'noise.other_vms': 'other VMs',
  'noise.steal': 'steal',
  'noise.swapped_pages': 'swapping',
  'noise.pressure_cpu': 'waits for CPUs',
};

/** A rule's metric for people. */
export function disturbanceName(metric: string): string {
  return Object.hasOwn(names, metric) ? (names[metric] ?? metric) : metric;
}

/** "noise.steal at most 1 % of the time". */
export function ruleText({ metric, atMost, of, ofOneVm }: ValidityRule): string {
  const limit = of === 'time' ? `${Number((100 * atMost).toFixed(3))} % of the time` : String(atMost);
  return `${metric} at most ${limit}${ofOneVm === true ? ', of trials of one VM' : ''}`;
}

/** By what the host disturbed a trial: by the rules of its plan, or of a plan without any by the usual ones. */
export function disturbancesOf(
  trial: Parameters<typeof brokenRules>[0],
  { validity }: { readonly validity?: Pick<Validity, 'rules'> },
): readonly string[] {
  return brokenRules(trial, validity?.rules ?? validityRules);
}

/** The metrics of the rules that a trial breaks; none where the host does not tell. */
export function brokenRules(
  trial: Pick<TrialRecord, 'noise' | 'placement' | 'vms'>,
  rules: readonly ValidityRule[],
): readonly string[] {
  const samples = noiseSamples(trial);
  const spanUs = (trial.noise?.spanNs ?? 0) / 1000;
  return rules.flatMap(({ metric, atMost, of, resolution = 0, ofOneVm }) => {
    const seen = samples[metric];
    if (seen === undefined || (ofOneVm === true && trial.vms.length > 1)) return [];
    const limit = of === 'time' ? atMost * spanUs : atMost;
    return seen - resolution > limit ? [metric] : [];
  });
}
