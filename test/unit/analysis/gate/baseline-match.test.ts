import { describe, expect, it } from 'vitest';
import { matchBaseline, type MatchedFacts } from '../../../../src/analysis/gate/baseline-match.ts';
import type { HostFacts } from '../../../../src/model/host-facts.ts';
import { aHost, aHostIdentity, aHostObservation, aHostSettings } from '../../builders.ts';

function facts(
  overrides: Partial<HostFacts> = {},
  measuredCpus: readonly number[] = [1, 2, 3],
): MatchedFacts {
  return { host: aHost(overrides), measuredCpus };
}

describe('matchBaseline()', () => {
  it('finds nothing between runs of one host, whatever was observed', () => {
    const later = facts({ observed: aHostObservation({ uptimeS: 1, loadAverage1m: 9 }) });
    expect(matchBaseline(facts(), later)).toEqual({ mismatches: [], findings: [] });
  });

  it.each<[Partial<HostFacts['identity']>, string]>([
    [{ hostname: 'bench-2' }, 'host.identity.hostname differs: bench-1 in the baseline, bench-2 in the run'],
    [{ kernel: '6.6.0' }, 'host.identity.kernel differs: 6.1.0 in the baseline, 6.6.0 in the run'],
    [{ cpuCount: 4 }, 'host.identity.cpuCount differs: 8 in the baseline, 4 in the run'],
    [
      { virtualization: 'kvm' },
      'host.identity.virtualization differs: not told in the baseline, kvm in the run',
    ],
    [
      { kvmModules: ['kvm'] },
      'host.identity.kvmModules differs: ["kvm","kvm_amd"] in the baseline, ["kvm"] in the run',
    ],
    [
      { mitigations: { spectre_v2: 'Vulnerable' } },
      'host.identity.mitigations.spectre_v2 differs: Mitigation: Retpolines in the baseline, Vulnerable in the run',
    ],
  ])('names the field that differs: %j', (identity, mismatch) => {
    expect(matchBaseline(facts(), facts({ identity: aHostIdentity(identity) })).mismatches).toEqual([
      mismatch,
    ]);
  });

  it('names every field, and a fact that only the baseline has', () => {
    const { microcode: _, ...rest } = aHostIdentity({ cpuModel: 'Other' });
    expect(matchBaseline(facts(), facts({ identity: rest })).mismatches).toEqual([
      'host.identity.cpuModel differs: Example CPU 8-Core in the baseline, Other in the run',
      'host.identity.microcode differs: 0xa1 in the baseline, not told in the run',
    ]);
  });

  it('holds the measured CPUs to be the same', () => {
    expect(matchBaseline(facts(), facts({}, [1, 2])).mismatches).toEqual([
      'measuredCpus differs: [1,2,3] in the baseline, [1,2] in the run',
    ]);
  });

  it('lets settings differ, with one warning that names each', () => {
    const settings = aHostSettings({ turbo: 'on', governors: ['powersave'] });
    const { mismatches, findings } = matchBaseline(facts(), facts({ settings }));
    expect(mismatches).toEqual([]);
    expect(findings).toEqual([
      {
        rule: 'baseline-host-settings',
        severity: 'warning',
        message:
          'The host was set otherwise for the baseline: host.settings.governors differs: ["performance"] in the baseline, ["powersave"] in the run; host.settings.turbo differs: off in the baseline, on in the run',
        advice: 'Set the host as it was, or measure the baseline anew and accept it',
      },
    ]);
  });
});
