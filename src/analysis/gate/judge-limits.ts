import type { Verdict } from '../../model/comparison.ts';
import { withCandidate } from '../../model/comparison-text.ts';
import type { EffectivePolicy, LimitVerdict } from '../../model/gate-verdict.ts';
import { matchesGlob } from '../../model/glob.ts';
import { parseLimitText, type LimitText } from '../../model/limit-text.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { convertQuantity } from '../../model/quantity.ts';
import { clopperPearson } from '../../stats/shares.ts';
import { gatherCase, metricsOfCase, mustBeThere, valuesOf } from '../compare/gather.ts';
import type { Side, Sides } from '../compare/sides.ts';

type Limit = EffectivePolicy['limits'][number];
type Judged = Omit<LimitVerdict, 'waiver'>;

/**
 * Judges the limits on every candidate alone. That a p-quantile is at most L says that a share of at least p lies at or
 * below L: the exact one-sided bound of that share decides (Clopper and Pearson 1934), and too few values decide nothing.
 */
export function judgeLimits(sides: Sides, policy: EffectivePolicy): readonly Judged[] {
  const asked = policy.limits.flatMap((limit) => {
    const text = parseLimitText(limit.limit);
    if (text === undefined) return [];
    return sides.candidates.flatMap((candidate) => askSide(candidate, { limit, text }));
  });
  // Bonferroni: of limits that the truth just keeps to, one is called broken by chance no more often than α.
  const alpha = policy.alpha / Math.max(1, asked.length);
  return asked
    .map((each) => judgeLimit(each, alpha))
    .map((each) => ({ ...each, sentence: withCandidate(each.sentence, each.candidateId, sides.candidates) }));
}

interface LimitOptions {
  readonly limit: Limit;
  readonly text: LimitText;
}

/** One limit with the values that it is about. */
interface AskedLimit extends LimitOptions {
  readonly metric: MetricDefinition;
  readonly caseId: string;
  readonly candidateId: string;
  readonly values: readonly number[];
  /** Trials that have no value because they failed: they keep to no limit. */
  readonly failedCount: number;
}

function askSide(candidate: Side, options: LimitOptions): readonly AskedLimit[] {
  const caseIds = [
    ...new Set(candidate.runs.flatMap(({ manifest }) => manifest.plan.cases.map(({ id }) => id))),
  ];
  return caseIds
    .filter((caseId) => matchesGlob(options.limit.cases, caseId))
    .flatMap((caseId) => {
      const trials = gatherCase(caseId, { base: candidate, candidate });
      const failedCount = trials.candidate.reduce((sum, { failed }) => sum + failed, 0);
      return metricsOfCase(candidate, caseId)
        .filter(({ id }) => matchesGlob(options.text.metric, id))
        .map((metric) => ({
          ...options,
          metric,
          caseId,
          candidateId: candidate.id,
          values: valuesOf(metric, trials).candidate.flat(),
          failedCount,
        }))
        .filter(({ metric, values }) => values.length > 0 || mustBeThere(metric));
    });
}

function judgeLimit(asked: AskedLimit, alpha: number): Judged {
  const { limit, text, metric, caseId, candidateId, values, failedCount } = asked;
  const value = convertQuantity(text.value, metric);
  const isAtMost = text.bound === 'at-most';
  const hits = values.filter((each) => (isAtMost ? each <= value : each >= value)).length;
  const share = isAtMost ? text.probability : 1 - text.probability;
  const count = values.length + failedCount;
  const verdict = verdictOf({ hits, count }, { share, alpha });
  const sign = isAtMost ? 'at most' : 'at least';
  const failed = failedCount === 0 ? '' : `, ${failedCount} failed,`;
  const sentence =
    `${text.statistic} of ${metric.id} of ${caseId} ${verdictWords[verdict]} ${sign} ${text.valueText}: ` +
    `${hits} of ${count} trials are${failed} and ${Number((100 * share).toFixed(2))} % must be`;
  const facts = { limit: limit.limit, caseId, candidateId, metricId: metric.id, unit: metric.unit };
  return { ...facts, mode: limit.mode, value, hits, count, verdict, sentence };
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  equivalent: 'is',
  regressed: 'is not',
  inconclusive: 'is not shown to be',
  improved: 'is',
  invalid: 'cannot be shown to be',
};

function verdictOf(
  counted: { readonly hits: number; readonly count: number },
  { share, alpha }: { readonly share: number; readonly alpha: number },
): Verdict {
  if (counted.count === 0) return 'invalid';
  const { lower, upper } = clopperPearson({ ...counted, confidence: 1 - 2 * alpha });
  if (lower >= share) return 'equivalent';
  return upper < share ? 'regressed' : 'inconclusive';
}
