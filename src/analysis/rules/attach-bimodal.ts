import type { Finding } from '../../model/finding.ts';
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
  return cases.flatMap(({ case: { id } }) => {
    const ok = trials.filter(
      (trial) => trial.caseId === id && !trial.isWarmup && trial.outcome.status === 'ok',
    );
    const spansNs = ok.flatMap(({ phases }) =>
      phases.filter(({ name }) => name === 'attach').map(({ durationNs }) => durationNs),
    );
    const fast = spansNs.filter((spanNs) => spanNs < fastNs).length;
    const slow = spansNs.filter((spanNs) => spanNs > slowNs).length;
    return fast >= leastGroup && slow >= leastGroup
      ? [describe(id, { all: spansNs.length, fast, slow })]
      : [];
  });
}

function describe(
  caseId: string,
  counts: { readonly all: number; readonly fast: number; readonly slow: number },
): Finding {
  return {
    rule: 'attach-bimodal',
    severity: 'note',
    message:
      `The phase attach of ${caseId} has two groups: ${counts.fast} of ${countOf(counts.all, 'trial')} below ` +
      `${formatSpanNs(fastNs)}, ${counts.slow} above ${formatSpanNs(slowNs)}`,
    advice:
      'Read its quantiles with care; the kernel makes some moves into a cgroup wait and others not, outside the boot span',
  };
}
