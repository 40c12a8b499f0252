import { describe, expect, it } from 'vitest';
import { hostNoise } from '../../../../src/analysis/rules/host-noise.ts';
import { aHost, aHostSettings, aManifest } from '../../builders.ts';
import { factsOf, factsOfHost } from '../run-facts.ts';

describe('hostNoise()', () => {
  it('says nothing of a quiet host', () => {
    expect(hostNoise(factsOfHost({}))).toEqual([]);
  });

  it('says nothing where the host does not tell', () => {
    const { swapTotalMib, isolatedCpus, cgroup, jailFilesystem } = aHostSettings();
    const host = aHost({ settings: { governors: [], swapTotalMib, isolatedCpus, cgroup, jailFilesystem } });
    expect(hostNoise(factsOf([], { manifest: aManifest({ host }) }))).toEqual([]);
  });

  it('notes everything that makes noise', () => {
    const loud = factsOfHost(
      { virtualization: 'kvm' },
      {
        governors: ['performance', 'schedutil'],
        turbo: 'on',
        smt: 'on',
        swapTotalMib: 2048,
        kernelSamepageMerging: 'on',
      },
    );
    expect(hostNoise(loud).map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      ['host-virtualised', 'note', 'The host is itself a guest (kvm)'],
      [
        'host-governor',
        'note',
        'The CPU frequency governor is performance, schedutil, so clock rates follow the load',
      ],
      ['host-turbo', 'note', 'Turbo is on, so clock rates depend on temperature and on busy neighbours'],
      ['host-smt', 'note', 'SMT is on, so two hardware threads share a core and slow each other'],
      ['host-swap', 'note', 'Swap is on (2048 MiB), so memory may leave main memory'],
      ['host-ksm', 'note', 'Kernel samepage merging is on: it takes CPU time and changes memory figures'],
    ]);
  });
});
