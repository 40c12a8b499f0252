import type { Finding } from '../../model/finding.ts';
import type { TrialRecord } from '../../model/trial.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf, formatSpanNs } from '../wording.ts';

const allowedShare = 0.01;
const allowedNs = 200_000;

/**
 * Ok trials in which more of the wall time than 1 %, and more than 200 µs, is in no phase. The wall time is measured
 * apart from the phases, so this tells of a step that nobody stopped. A failed trial lacks phases by its nature, and a warm-up
 * is in no statistic.
 */
export function phasesDoNotAddUp({ trials }: RunFacts): readonly Finding[] {
  const ok = trials.filter(({ isWarmup, outcome }) => !isWarmup && outcome.status === 'ok');
  const deviating = ok.flatMap(deviationOf);
  const worst = deviating.reduce<Deviation | undefined>(
    (most, each) =>
      most === undefined || Math.abs(each.unaccountedNs) > Math.abs(most.unaccountedNs) ? each : most,
    undefined,
  );
  if (worst === undefined) return [];
  return [
    {
      rule: 'phases-do-not-add-up',
      severity: 'warning',
      message:
        `The phases of ${deviating.length} of ${countOf(ok.length, 'ok trial')} differ from the wall time by ` +
        `more than 1 % and 200 µs, most in ${worst.trialId}: ` +
        `${formatSpanNs(worst.unaccountedNs)} of ${formatSpanNs(worst.wallNs)}`,
      advice: 'Do not read shares of phases from this run; look for work between two phases in those trials',
    },
  ];
}

interface Deviation {
  readonly trialId: string;
  readonly wallNs: number;
  readonly unaccountedNs: number;
}

function deviationOf({ trialId, unaccountedNs, wallNs }: TrialRecord): readonly Deviation[] {
  if (wallNs === undefined || unaccountedNs === undefined) return [];
  const isDeviating = Math.abs(unaccountedNs) > Math.max(allowedShare * wallNs, allowedNs);
  return isDeviating ? [{ trialId, wallNs, unaccountedNs }] : [];
}
