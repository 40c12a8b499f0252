import { describe, expect, it } from 'vitest';
import { requireSameFiles, requireSameHost } from '../../../src/cli/confirm/same-setup.ts';
import { BenchError } from '../../../src/base/errors.ts';
import type { FileDigest } from '../../../src/model/run.ts';
import { aHostIdentity, aManifest, anArm, aPlan } from '../builders.ts';

const manifest = aManifest({
  plan: aPlan({ arms: [anArm({ id: 'base' }), anArm({ id: 'candidate' })] }),
  digests: [
    { role: 'jailer', path: '/opt/jailer', sha256: 'aa' },
    { role: 'firecracker', path: '/opt/one', sha256: 'bb', arms: ['base'] },
    { role: 'firecracker', path: '/opt/two', sha256: 'cc', arms: ['candidate'] },
  ],
});

function codeOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (thrown) {
    return thrown instanceof BenchError ? thrown.code : String(thrown);
  }
}

describe('requireSameFiles()', () => {
  it.each<[string, readonly FileDigest[], string | undefined]>([
    ['the same files', manifest.digests, undefined],
    ['fewer of them', manifest.digests.slice(0, 1), undefined],
    [
      'the same binary for fewer arms than had it',
      [{ role: 'jailer', path: '/opt/jailer', sha256: 'aa', arms: ['base'] }],
      undefined,
    ],
    ['another content', [{ role: 'jailer', path: '/opt/jailer', sha256: 'dd' }], 'INSTALLATION_MISMATCH'],
    ['another path', [{ role: 'jailer', path: '/opt/else/jailer', sha256: 'aa' }], 'INSTALLATION_MISMATCH'],
    [
      "the other arm's binary",
      [{ role: 'firecracker', path: '/opt/one', sha256: 'bb', arms: ['candidate'] }],
      'INSTALLATION_MISMATCH',
    ],
  ])('meets %s', (_what, digests, expected) => {
    expect(
      codeOf(() => {
        requireSameFiles(digests, manifest);
      }),
    ).toBe(expected);
  });
});

describe('requireSameHost()', () => {
  it('takes the host that measured, and names what another one has otherwise', () => {
    expect(
      codeOf(() => {
        requireSameHost(aHostIdentity(), manifest);
      }),
    ).toBeUndefined();
    const other = aHostIdentity({ kernel: '6.2.0', mitigations: {} });
    expect(
      codeOf(() => {
        requireSameHost(other, manifest);
      }),
    ).toBe('FACILITY_MISSING');
    expect(() => {
      requireSameHost(other, manifest);
    }).toThrow('its kernel, mitigations is not what the run');
  });
});
