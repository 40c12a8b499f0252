import type { Verdict } from '../../model/comparison.ts';
import type { EffectivePolicy, LimitVerdict } from '../../model/gate-verdict.ts';
import { matchesGlob } from '../../model/glob.ts';
import { parseLimitText, type LimitText } from '../../model/limit-text.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { convertQuantity } from '../../model/quantity.ts';
import { clopperPearson } from '../../stats/shares.ts';
import { gatherCase, metricsOfCase, valuesOf } from '../compare/gather.ts';
import type { Side, Sides } from '../compare/sides.ts';

type Limit = EffectivePolicy['limits'][number];
type Judged = Omit<LimitVerdict, 'waiver'>;

/**
 * Judges the limits on every candidate alone. That a p-quantile is at most L says that a share of at least p lies at or
 * below L: the exact one-sided bound of that share decides (Clopper and Pearson 1934), and too few values decide nothing.
 */
export function judgeLimits(sides: Sides, policy: EffectivePolicy): readonly Judged[] {
  return policy.limits.flatMap((limit) => {
    const text = parseLimitText(limit.limit);
    if (text === undefined) return [];
    return sides.candidates.flatMap((candidate) =>
      judgeSide(candidate, { limit, text, alpha: policy.alpha }),
    );
  });
}

interface LimitOptions {
  readonly limit: Limit;
  readonly text: LimitText;
  readonly alpha: number;
}

function judgeSide(candidate: Side, options: LimitOptions): readonly Judged[] {
  const caseIds = [
    ...new Set(candidate.runs.flatMap(({ manifest }) => manifest.plan.cases.map(({ id }) => id))),
  ];
  return caseIds
    .filter((caseId) => matchesGlob(options.limit.cases, caseId))
    .flatMap((caseId) => {
      const trials = gatherCase(caseId, { base: candidate, candidate });
      return metricsOfCase(candidate, caseId)
        .filter(({ id }) => matchesGlob(options.text.metric, id))
        .flatMap((metric) => {
          const values = valuesOf(metric, trials).candidate.flat();
          return [judgeValues(values, { ...options, metric, caseId, candidateId: candidate.id })];
        });
    });
}

interface ValuesOptions extends LimitOptions {
  readonly metric: MetricDefinition;
  readonly caseId: string;
  readonly candidateId: string;
}

function judgeValues(values: readonly number[], options: ValuesOptions): Judged {
  const { limit, text, alpha, metric, caseId, candidateId } = options;
  const value = convertQuantity(text.value, metric);
  const isAtMost = text.bound === 'at-most';
  const hits = values.filter((each) => (isAtMost ? each <= value : each >= value)).length;
  const share = isAtMost ? text.probability : 1 - text.probability;
  const verdict = verdictOf({ hits, count: values.length }, { share, alpha });
  const sign = isAtMost ? 'at most' : 'at least';
  const sentence =
    `${text.statistic} of ${metric.id} of ${caseId} ${verdictWords[verdict]} ${sign} ${text.valueText}: ` +
    `${hits} of ${values.length} values are, ${Number((100 * share).toFixed(2))} % must be`;
  const facts = { limit: limit.limit, caseId, candidateId, metricId: metric.id, unit: metric.unit };
  return { ...facts, mode: limit.mode, value, hits, count: values.length, verdict, sentence };
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
