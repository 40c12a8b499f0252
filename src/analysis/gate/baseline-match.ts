import type { Finding } from '../../model/finding.ts';
import type { RunManifest } from '../../model/run.ts';
import { leavesOf } from '../host-leaves.ts';

/** What is compared of two runs: Firecracker may differ, since that is what is asked. */
export type MatchedFacts = Pick<RunManifest, 'host' | 'measuredCpus'>;

/** What messages call the two. */
export interface MatchedNames {
  readonly baseline: string;
  readonly run: string;
}

/** A baseline's run against the run that is judged. */
export interface BaselineMatch {
  /** A sentence for each fact of the machine that differs; empty where the two may be compared. */
  readonly mismatches: readonly string[];
  /** What may differ and still moves numbers. */
  readonly findings: readonly Finding[];
}

/**
 * Whether a run may be compared with a baseline at all: on another machine, or on other CPUs of it, every difference is
 * the machine's. Where one of them does not tell its machine, that is a finding: nothing is held against nothing.
 */
export function matchBaseline(
  baseline: MatchedFacts,
  run: MatchedFacts,
  names: MatchedNames = { baseline: 'the baseline', run: 'the run' },
): BaselineMatch {
  if (baseline.host === undefined || run.host === undefined) {
    return { mismatches: [], findings: [hostsNotTold] };
  }
  const mismatches = [
    ...differences(
      { 'host.identity': baseline.host.identity },
      { 'host.identity': run.host.identity },
      names,
    ),
    ...differences({ measuredCpus: baseline.measuredCpus }, { measuredCpus: run.measuredCpus }, names),
  ];
  const settings = differences(
    { 'host.settings': baseline.host.settings },
    { 'host.settings': run.host.settings },
    names,
  );
  return { mismatches, findings: settings.length === 0 ? [] : [settingsFinding(settings)] };
}

/** Of imported runs. */
export const hostsNotTold: Finding = {
  rule: 'hosts-not-told',
  severity: 'warning',
  message: 'Nothing tells whether both sides were measured on one host',
  advice:
    'Compare only what you know to be of one host, set alike: a difference between machines looks the same',
};

function settingsFinding(differing: readonly string[]): Finding {
  return {
    rule: 'baseline-host-settings',
    severity: 'warning',
    message: `The host was set otherwise for the baseline: ${differing.join('; ')}`,
    advice: 'Set the host as it was, or measure the baseline anew and accept it',
  };
}

/** "host.identity.kernel differs: 6.1.0 in the baseline, 6.6.0 in the run", one a leaf. */
function differences(
  baseline: Readonly<Record<string, unknown>>,
  run: Readonly<Record<string, unknown>>,
  names: MatchedNames,
): readonly string[] {
  const [inBaseline, inRun] = [leavesOf(baseline), leavesOf(run)];
  const facts = [...new Set([...inBaseline.keys(), ...inRun.keys()])];
  const told = (leaves: ReadonlyMap<string, string>, fact: string): string => leaves.get(fact) ?? 'not told';
  return facts
    .filter((fact) => told(inBaseline, fact) !== told(inRun, fact))
    .map(
      (fact) =>
        `${fact} differs: ${told(inBaseline, fact)} in ${names.baseline}, ${told(inRun, fact)} in ${names.run}`,
    );
}
