import { describe, expect, it } from 'vitest';
import { armDifferences } from '../../../src/harness/arm-differences.ts';
import { findColdStart, judgeFairness } from '../../../src/harness/arm-fairness.ts';
import { factsOf, type ArmSide } from '../../../src/harness/arm-side.ts';
import { hostPath } from '../../../src/model/brands.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { aPlacement, anArm } from '../builders.ts';
import { aSide, aSpec, twoSides } from './a-spec.ts';

function judge(sides: readonly ArmSide[]): readonly Finding[] {
  return judgeFairness([sides], armDifferences([sides.map(factsOf)]));
}

function withArgs(first: string, second: string): readonly ArmSide[] {
  const [base, candidate] = twoSides({ spec: aSpec({ bootArgs: second }) });
  return [{ ...base, spec: aSpec({ bootArgs: first }) }, candidate];
}

describe('judgeFairness()', () => {
  it.each<[string, Partial<ArmSide>]>([
    ['nothing', {}],
    ['another binary', { binaries: { firecrackerSha256: 'ef'.repeat(32), jailerSha256: 'cd'.repeat(32) } }],
    ['a slower guest', { spec: aSpec({ bootArgs: 'mode=halt delay=5' }) }],
  ])('has nothing against %s', (_, overrides) => {
    expect(judge(twoSides(overrides))).toEqual([]);
  });

  it.each<[rule: string, Partial<ArmSide>, told: string]>([
    ['arms-log-level', { jail: { logLevel: 'Warning' } }, 'Debug in base, Warning in candidate'],
    ['arms-launch', { launch: 'attached' }, 'pid-namespace in base, attached in candidate'],
    ['arms-cgroup', { jail: { parentCgroup: 'a/b' } }, 'microvm-bench in base, a/b in candidate'],
    [
      'arms-memory',
      { spec: aSpec({ hugePages: '2M' }) },
      '128 MiB of 4K pages in base, 128 MiB of 2M pages in candidate',
    ],
    ['arms-vcpus', { spec: aSpec({ vcpus: 2 }) }, '1 in base, 2 in candidate'],
    ['arms-cpus', { cpus: '4-6' }, '1-3 dedicated in base, 4-6 dedicated in candidate'],
    ['arms-kernel', { spec: aSpec({ kernel: hostPath('/other') }) }, '/vmlinux in base, /other in candidate'],
    [
      'arms-page-cache',
      {
        spec: aSpec({
          drives: [{ driveId: 'root', path: hostPath('/d'), isRootDevice: true, isReadOnly: true }],
        }),
      },
      'none in base, root file Unsafe Sync in candidate',
    ],
  ])('%s: is a note where it alone differs', (rule, overrides, told) => {
    const findings = judge(twoSides(overrides));
    expect(findings.map((each) => [each.rule, each.severity])).toEqual([[rule, 'note']]);
    expect(findings[0]?.message).toContain(told);
  });

  it.each<[string, readonly ArmSide[], readonly string[]]>([
    ['on in one', withArgs('quiet', 'quiet console=ttyS0'), ['arms-serial-console']],
    [
      'switched off in one',
      withArgs('console=ttyS0', 'console=ttyS0 8250.nr_uarts=0'),
      ['arms-serial-console'],
    ],
    ["the probe guest's", withArgs('', 'console=1'), ['arms-serial-console']],
    ['off in both', withArgs('8250.nr_uarts=0', '8250.nr_uarts=0 quiet'), []],
    ['probing in one', withArgs('quiet', 'quiet i8042.noaux'), ['arms-keyboard']],
    ['another reset in one', withArgs('reboot=k', 'quiet'), ['arms-keyboard']],
    ['the same words in another order', withArgs('reboot=k i8042.noaux', 'i8042.noaux reboot=k'), []],
  ])('looks into the command line: %s', (_, sides, rules) => {
    expect(judge(sides).map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(
      rules.map((rule) => `${rule} note`),
    );
  });

  it('is a warning beside another difference', () => {
    const findings = judge(twoSides({ launch: 'attached', spec: aSpec({ memMib: 512 }) }));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['arms-launch', 'warning'],
      ['arms-memory', 'warning'],
    ]);
  });

  it('warns of threads that share CPUs in one arm alone, as more vCPUs bring about', () => {
    const placement = aPlacement({ policy: 'shared' });
    const findings = judge(twoSides({ spec: aSpec({ vcpus: 2 }), placement }));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['arms-vcpus', 'note'],
      ['arms-cpus', 'warning'],
    ]);
  });

  it('names every arm of several', () => {
    const third = aSide({ arm: anArm({ id: 'third' }), launch: 'attached' });
    expect(judge([...twoSides({}), third])[0]?.message).toContain(
      'pid-namespace in base, pid-namespace in candidate, attached in third',
    );
  });
});

describe('findColdStart()', () => {
  const differences = [{ what: 'firecracker', values: ['a', 'b'] }];

  it('warns of different files without a warm-up', () => {
    expect(findColdStart(differences, 0)).toMatchObject([{ rule: 'arms-not-warm', severity: 'warning' }]);
  });

  it('has nothing against different files with one, nor against the same without', () => {
    expect(findColdStart(differences, 1)).toEqual([]);
    expect(findColdStart([{ what: 'memMib', values: ['1', '2'] }], 0)).toEqual([]);
  });
});
