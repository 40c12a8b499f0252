import { describe, expect, it } from 'vitest';
import { campaignFindings } from '../../../src/analysis/campaign-findings.ts';
import { aCase, aHost, aHostIdentity, aManifest, anArm, aPlacement, aPlan } from '../builders.ts';

describe('campaignFindings()', () => {
  it('says nothing of runs that are alike, and of one run', () => {
    expect(campaignFindings([aManifest(), aManifest({ runId: 'other', title: 'other' })])).toEqual([]);
    expect(campaignFindings([aManifest()])).toEqual([]);
  });

  it.each([
    [
      'campaign-hosts-differ',
      aManifest({
        host: aHost({
          identity: aHostIdentity({
            kernel: '6.2.0',
            virtualization: 'kvm',
            mitigations: { spectre_v2: 'Vulnerable' },
          }),
        }),
      }),
      'the hosts of the runs differ: kernel is 6.1.0 in 2 runs, 6.2.0 in 1 run; ' +
        'mitigation spectre_v2 is Mitigation: Retpolines in 2 runs, Vulnerable in 1 run; ' +
        'virtualization is absent in 2 runs, kvm in 1 run',
    ],
    [
      'campaign-plans-differ',
      aManifest({
        plan: aPlan({
          arms: [anArm({ firecrackerVersion: '1.13.0' })],
          cases: [aCase({ placement: aPlacement({ policy: 'shared' }) }), aCase({ id: 'own' })],
          trialsPerCase: 20,
        }),
      }),
      'the plans of the runs differ: number of trials is 8 in 2 runs, 20 in 1 run; ' +
        'arm default is Firecracker 1.12.1, pid-namespace in 2 runs, Firecracker 1.13.0, pid-namespace in 1 run; ' +
        'case boot-time/vcpus=1,memMib=128 is dedicated in 2 runs, shared in 1 run; ' +
        'case own is absent in 2 runs, dedicated in 1 run',
    ],
    [
      'campaign-files-differ',
      aManifest({
        digests: [{ role: 'firecracker', path: '/opt/firecracker/firecracker', sha256: 'cd'.repeat(32) }],
      }),
      'the files of the runs differ: firecracker "/opt/firecracker/firecracker" is abababababab in 2 runs, ' +
        'cdcdcdcdcdcd in 1 run',
    ],
    [
      'campaign-tools-differ',
      aManifest({ versions: { 'microvm-bench': '0.2.0', node: '20.20.2', 'simple-statistics': '7.12.1' } }),
      'the tools of the runs differ: microvm-bench is 0.1.0 in 2 runs, 0.2.0 in 1 run',
    ],
  ])('%s tells every fact that is not the same in all', (rule, other, message) => {
    const findings = campaignFindings([aManifest(), aManifest(), other]);
    expect(findings.map((finding) => [finding.rule, finding.severity, finding.message])).toEqual([
      [rule, 'warning', message],
    ]);
  });
});
