import type { Margin } from '../../model/comparison.ts';
import type { EffectivePolicy } from '../../model/gate-verdict.ts';
import { parseMarginText } from '../../model/margin-text.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { convertQuantity } from '../../model/quantity.ts';
import { defaultMargin, type ComparisonPolicy } from '../compare/policy.ts';
import { ruleFor } from './effective-policy.ts';

/** How a gate's policy compares: its rules say what is gated; without any rule the headlines are, with the default margins. */
export function comparisonPolicyOf(
  policy: Pick<EffectivePolicy, 'alpha' | 'metrics'>,
  seed: number,
): ComparisonPolicy {
  const hasRules = policy.metrics.length > 0;
  return {
    alpha: policy.alpha,
    seed,
    marginOf: (compared) => {
      const rule = ruleFor(policy, compared);
      return rule === undefined ? defaultMargin(compared.metric) : marginFor(rule.margin, compared.metric);
    },
    isGated: (compared) => (hasRules ? ruleFor(policy, compared) !== undefined : compared.isHeadline),
  };
}

/**
 * A written margin in a metric's own unit.
 * @throws BenchError `CONFIG_INVALID` where its unit is of another dimension
 */
export function marginFor(text: string, metric: MetricDefinition): Margin {
  const { relative, absolute } = parseMarginText(text) ?? { relative: 0 };
  return { relative, absolute: absolute === undefined ? 0 : convertQuantity(absolute, metric) };
}
