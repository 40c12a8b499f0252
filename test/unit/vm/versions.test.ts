import { describe, expect, it } from 'vitest';
import { dialectOf, parseVersion, requireFeature, supports } from '../../../src/vm/firecracker/versions.ts';

describe('dialectOf()', () => {
  it.each([
    ['1.0.0', 0, '0xd0000000'],
    ['1.12.1', 12, '0xd0000000'],
    ['1.13.0', 13, '0xc0000000'],
    ['1.16.1', 16, '0xc0000000'],
  ])('knows where %s has its boot timer', (version, minor, bootTimerAddress) => {
    expect(dialectOf(version)).toEqual({ version, minor, bootTimerAddress });
  });

  it.each(['0.25.2', '1.17.0', '2.0.0'])('refuses %s and names what it knows', (version) => {
    expect(() => dialectOf(version)).toThrow(
      `Cannot use Firecracker ${version}: versions 1.0 to 1.16 are known`,
    );
  });
});

describe('supports()', () => {
  it('begins with the version that brought a feature', () => {
    expect([dialectOf('1.3.1'), dialectOf('1.4.0')].map((each) => supports(each, 'entropy'))).toEqual([
      false,
      true,
    ]);
  });

  it('ends before the version that dropped it', () => {
    const versions = ['1.1.0', '1.2.0', '1.12.1', '1.13.0'];
    const held = versions.map((version) => supports(dialectOf(version), 'execNameRule'));
    expect(held).toEqual([false, true, true, false]);
  });
});

describe('requireFeature()', () => {
  it('names the version that brought it', () => {
    expect(() => {
      requireFeature(dialectOf('1.3.0'), 'entropy', 'give the guest an entropy device');
    }).toThrow(
      expect.objectContaining({
        code: 'SPEC_INVALID',
        message:
          'Cannot give the guest an entropy device: Firecracker 1.3.0 lacks PUT /entropy; it came with 1.4',
      }),
    );
  });

  it('names the version that dropped it', () => {
    expect(() => {
      requireFeature(dialectOf('1.12.1'), 'snapshotTargetVersion', 'write an old snapshot');
    }).toThrow(
      'Cannot write an old snapshot: Firecracker 1.12.1 lacks the target version of a snapshot; it went with 1.6',
    );
  });
});

describe('parseVersion()', () => {
  it('takes a leading v and a pre-release tail', () => {
    expect(parseVersion('v1.13.0-dev')).toEqual({ major: 1, minor: 13, patch: 0 });
  });

  it.each(['', '1.12', '../../etc', '1.12.1; rm'])('refuses "%s"', (text) => {
    expect(() => parseVersion(text)).toThrow(expect.objectContaining({ code: 'INSTALLATION_MISMATCH' }));
  });
});
