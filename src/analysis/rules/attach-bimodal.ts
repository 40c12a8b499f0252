import type { Finding } from '../../model/finding.ts';
import type { TrialRecord } from '../../model/trial.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf, formatSpanNs } from '../wording.ts';

const fastNs = 3_000_000;
const slowNs = 6_000_000;
/** One trial alone is no group. */
const leastGroup = 2;

/**
 * The jailer's move into its cgroup waits for an RCU grace period (`cgroup_procs_write_start` in the kernel's
 * kernel/cgroup/cgroup.c takes cgroup_threadgroup_rwsem) unless another move ended shortly before: some 1 ms or some
 * 10 ms. Two groups with a gap between them are told here rather than blended into one median.
 */
export function attachBimodal({ cases, trials }: RunFacts): readonly Finding[] {
  const groups = cases
    .map(({ case: { id } }) => attachSpansNs(id, trials))
    .map((spansNs) => ({
      all: spansNs.length,
      fast: spansNs.filter((spanNs) => spanNs < fastNs).length,
      slow: spansNs.filter((spanNs) => spanNs > slowNs).length,
    }))
    .filter(({ fast, slow }) => fast >= leastGroup && slow >= leastGroup);
  return groups.length === 0 ? [] : [describe(groups)];
}

function attachSpansNs(caseId: string, trials: readonly TrialRecord[]): readonly number[] {
  const ok = trials.filter(
    (trial) => trial.caseId === caseId && !trial.isWarmup && trial.outcome.status === 'ok',
  );
  return ok.flatMap(({ phases }) =>
    phases.filter(({ name }) => name === 'attach').map(({ durationNs }) => durationNs),
  );
}

interface Groups {
  readonly all: number;
  readonly fast: number;
  readonly slow: number;
}

function describe(groups: readonly Groups[]): Finding {
  const total = (count: keyof Groups): number => groups.reduce((sum, each) => sum + each[count], 0);
  return {
    rule: 'attach-bimodal',
    severity: 'note',
    message:
      `The phase attach has two groups in ${countOf(groups.length, 'case')}: ${total('fast')} of ` +
      `${countOf(total('all'), 'trial')} below ${formatSpanNs(fastNs)}, ${total('slow')} above ${formatSpanNs(slowNs)}`,
    advice:
      'Read its quantiles with care; the kernel makes some moves into a cgroup wait and others not, outside the boot span',
  };
}
