import { describe, expect, it } from 'vitest';
import { parseVersion, versionFacts } from '../../../src/vm/firecracker/versions.ts';

describe('versionFacts()', () => {
  it.each([
    ['1.5.0', '0xd0000000'],
    ['1.12.1', '0xd0000000'],
    ['1.13.0', '0xc0000000'],
    ['1.16.1', '0xc0000000'],
  ])('knows where %s has its boot timer', (version, bootTimerAddress) => {
    expect(versionFacts(version)).toEqual({ version, bootTimerAddress });
  });

  it.each(['1.4.1', '0.25.2', '1.17.0', '2.0.0'])('refuses %s and names what it knows', (version) => {
    expect(() => versionFacts(version)).toThrow(
      `Cannot use Firecracker ${version}: versions 1.5.0 to 1.16 are known`,
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
