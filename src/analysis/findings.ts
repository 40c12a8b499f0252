import type { Finding, FindingSeverity } from '../model/finding.ts';
import { rules } from './rules.ts';
import type { RunFacts } from './run-facts.ts';

const severities: readonly FindingSeverity[] = ['error', 'warning', 'note'];

/**
 * What the plan already knew and what the rules see, errors first; among equals, what was known before the run comes
 * first and the order is that of the rules.
 */
export function collectFindings(run: RunFacts): readonly Finding[] {
  const { manifest } = run;
  return bySeverity([...manifest.findings, ...manifest.plan.findings, ...rules.flatMap((rule) => rule(run))]);
}

/** Each finding once, errors first; among equals the order is kept. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  const distinct = [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
  return severities.flatMap((severity) => distinct.filter((finding) => finding.severity === severity));
}
