import { describe, expect, it } from 'vitest';
import { describeMissing, missingBuildTools, missingRuntime } from '../../../scripts/setup/checks.mjs';

const fine = { platform: 'linux', arch: 'x64', nodeVersion: '20.19.0' };

describe('missingRuntime()', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])(
    'misses nothing on Linux, x86_64 and Node %s',
    (nodeVersion) => {
      expect(missingRuntime({ ...fine, nodeVersion })).toEqual([]);
    },
  );

  it.each(['20.18.3', '18.20.8', '8.17.0'])('names Node %s as too old', (nodeVersion) => {
    expect(missingRuntime({ ...fine, nodeVersion }).map(describeMissing)).toEqual([
      `missing Node 20.19 or newer (this is ${nodeVersion}): the tool and its packages are written for it; ` +
        'get it: nvm install 22, or a release of nodejs.org',
    ]);
  });

  it('names everything that is missing at once', () => {
    const missing = missingRuntime({ platform: 'darwin', arch: 'arm64', nodeVersion: '18.0.0' });
    expect(missing.map(({ what }) => what)).toEqual([
      'Linux (this is darwin)',
      'an x86_64 processor (this is arm64)',
      'Node 20.19 or newer (this is 18.0.0)',
    ]);
  });
});

describe('missingBuildTools()', () => {
  it('names the command that gets each of them', () => {
    expect(missingBuildTools('/nonexistent:').map(describeMissing)).toEqual([
      'missing a C compiler (cc): it builds native/; get it: apt-get install -y gcc libc6-dev',
      'missing make: it builds native/; get it: apt-get install -y make',
    ]);
  });
});
