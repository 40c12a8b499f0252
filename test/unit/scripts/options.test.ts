import { describe, expect, it } from 'vitest';
import { parseOptions, parseVersion } from '../../../scripts/setup/options.mjs';

const defaults = {
  requireHost: false,
  firecrackerOnly: false,
  version: '1.12.1',
  given: undefined,
  mayDownload: true,
  json: false,
  help: false,
};

describe('parseVersion()', () => {
  it('accepts three numbers', () => {
    expect(parseVersion('1.14.0')).toBe('1.14.0');
  });

  it.each([
    '../../x',
    '1.12',
    'v1.12.1',
    '1.12.1/../..',
    '1.12.1\n',
    '1.12.1-dev',
    '',
    '99999.0.0',
    '１.2.3',
  ])('refuses %j', (text) => {
    expect(() => parseVersion(text)).toThrow(`Cannot use version ${JSON.stringify(text)}`);
  });
});

describe('parseOptions()', () => {
  it('has a default for everything', () => {
    expect(parseOptions([], {})).toEqual(defaults);
  });

  it('takes given binaries from flags before the environment', () => {
    const env = { MICROVM_BENCH_FIRECRACKER: '/env/firecracker', MICROVM_BENCH_JAILER: '/env/jailer' };
    expect(parseOptions(['--firecracker', '/flag/firecracker'], env).given).toEqual({
      firecracker: '/flag/firecracker',
      jailer: '/env/jailer',
    });
  });

  it('takes an empty variable for an absent one', () => {
    expect(parseOptions([], { MICROVM_BENCH_FIRECRACKER: '', MICROVM_BENCH_JAILER: '' })).toEqual(defaults);
  });

  it('refuses one given binary without the other', () => {
    expect(() => parseOptions(['--jailer', '/x/jailer'], {})).toThrow(
      'Cannot use the given jailer alone: the firecracker of the same version is needed too',
    );
  });

  it.each([['--versoin', '1.12.1'], ['extra'], ['--version']])('refuses %j', (...args) => {
    expect(() => parseOptions(args, {})).toThrow('--help lists the options');
  });
});
