import { describe, expect, it } from 'vitest';
import { armDifferences } from '../../../src/harness/arm-differences.ts';
import { factsOf, type ArmSide } from '../../../src/harness/arm-side.ts';
import { anArm } from '../builders.ts';
import { aSpec, twoSides } from './a-spec.ts';

function differencesOf(cases: readonly (readonly ArmSide[])[]): readonly string[] {
  const found = armDifferences(cases.map((sides) => sides.map(factsOf)));
  return found.map(({ what, values }) => `${what}: ${values.join(' | ')}`);
}

describe('armDifferences()', () => {
  it('finds none between arms that differ in name alone', () => {
    expect(differencesOf([twoSides({})])).toEqual([]);
  });

  it('takes a default that one arm says and the other does not for the same', () => {
    const spec = aSpec({ smt: false, trackDirtyPages: false });
    const jail = { logLevel: 'Debug', parentCgroup: 'microvm-bench' } as const;
    expect(differencesOf([twoSides({ spec, jail })])).toEqual([]);
  });

  it.each<[string, Partial<ArmSide>, string]>([
    ['memory', { spec: aSpec({ memMib: 512 }) }, 'memMib: 128 | 512'],
    ['what only one arm says', { spec: aSpec({ cpuTemplate: 'T2' }) }, 'cpuTemplate: default | T2'],
    ['the jail', { jail: { logLevel: 'Info' } }, 'logLevel: Debug | Info'],
    [
      'lists in the jail',
      { jail: { firecrackerArguments: ['--a'] } },
      'firecrackerArguments: default | ["--a"]',
    ],
    ['the start', { launch: 'attached' }, 'launch: pid-namespace | attached'],
    ['the CPUs', { cpus: '4-6' }, 'cpus: 1-3 | 4-6'],
    [
      'the release',
      { arm: anArm({ id: 'candidate', firecrackerVersion: '1.13.0' }) },
      'firecrackerVersion: 1.12.1 | 1.13.0',
    ],
    [
      'a binary',
      { binaries: { firecrackerSha256: 'cd'.repeat(32), jailerSha256: 'cd'.repeat(32) } },
      'firecracker: sha256 abababababab… | sha256 cdcdcdcdcdcd…',
    ],
    ['more words', { spec: aSpec({ bootArgs: 'mode=halt delay=5' }) }, 'bootArgs: no more | delay=5'],
    ['other words', { spec: aSpec({ bootArgs: 'mode=spin' }) }, 'bootArgs: mode=halt | mode=spin'],
    [
      'words twice',
      { spec: aSpec({ bootArgs: 'mode=halt mode=halt' }) },
      'bootArgs: mode=halt | "mode=halt mode=halt"',
    ],
  ])('tells of %s', (_, overrides, told) => {
    expect(differencesOf([twoSides(overrides)])).toEqual([told]);
  });

  it('leaves out the cases that do not differ, and joins those that do', () => {
    const caseOf = (memMib: number): readonly ArmSide[] => {
      const [base, candidate] = twoSides({ spec: aSpec({ memMib: 512 }) });
      return [{ ...base, spec: aSpec({ memMib }) }, candidate];
    };
    expect(differencesOf([caseOf(128), caseOf(512)])).toEqual(['memMib: 128 | 512']);
    expect(differencesOf([caseOf(128), caseOf(256), caseOf(512)])).toEqual(['memMib: 128 or 256 | 512']);
    expect(differencesOf([1, 2, 3, 4, 5].map(caseOf))).toEqual(['memMib: 1 or 2 or 3 or 2 more | 512']);
  });
});
