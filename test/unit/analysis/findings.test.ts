import { describe, expect, it } from 'vitest';
import { collectFindings } from '../../../src/analysis/findings.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { aFailure, aHost, aHostSettings, aManifest, aPlan, aTrial, blocksOf } from '../builders.ts';
import { factsOf, okTrials } from './run-facts.ts';

function aFinding(rule: string, severity: Finding['severity']): Finding {
  return { rule, severity, message: `${rule} was seen`, advice: 'Mind it' };
}

describe('collectFindings()', () => {
  it('ranks errors, warnings, notes, and puts what the plan knew before what the rules see', () => {
    const trials = [...okTrials(3), aTrial({ trialId: 'f', outcome: aFailure() })];
    const manifest = aManifest({
      plan: aPlan({ blocks: blocksOf(trials), findings: [aFinding('known-to-plan', 'warning')] }),
      host: aHost({ settings: aHostSettings({ turbo: 'on' }) }),
      findings: [aFinding('known-note', 'note'), aFinding('known-error', 'error')],
    });
    const findings = collectFindings(factsOf(trials, { manifest, cutLine: 5 }));
    expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
      'error known-error',
      'warning known-to-plan',
      'warning journal-cut',
      'warning failures',
      'note known-note',
      'note tails-not-shown',
      'note host-turbo',
    ]);
  });

  it('gives a finding that plan and manifest both hold once', () => {
    const known = aFinding('known', 'warning');
    const manifest = aManifest({ plan: aPlan({ findings: [known] }), findings: [known] });
    expect(collectFindings(factsOf([], { manifest }))).toEqual([known]);
  });
});
