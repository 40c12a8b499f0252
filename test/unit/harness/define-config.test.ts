import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import {
  checkConfig,
  configJsonSchema,
  defineConfig,
  type BenchConfig,
} from '../../../src/harness/define-config.ts';

const path = 'microvm-bench.config.ts';

const everything: BenchConfig = {
  $schema: './config.schema.json',
  firecracker: './bin/firecracker',
  jailer: './bin/jailer',
  firecrackerVersion: '1.12.1',
  sha256: { firecracker: 'a'.repeat(64), jailer: 'b'.repeat(64) },
  jailBase: '/srv/jailer',
  results: './results',
  baselines: './baselines',
  benchmarks: ['./benchmarks'],
  trials: 50,
  warmup: 0,
  seed: 4_294_967_295,
  timeout: '30s',
  placement: 'dedicated',
  cpus: '2-5,8',
  harnessCpus: '0',
  launch: 'clone-helper',
  uidRange: { first: 70_000, count: 10 },
  allowedFailures: 0.05,
  parameters: { vcpus: [1, 2], kernel: ['small'], hugePages: [true] },
  arms: { base: {}, candidate: { firecracker: '1.12.1', memMib: 512, 'bootArgs+': 'quiet' } },
};

function complaintAbout(value: unknown): string {
  try {
    checkConfig(value, { path });
  } catch (thrown) {
    if (!(thrown instanceof BenchError)) throw thrown;
    expect(thrown.code).toBe('CONFIG_INVALID');
    return thrown.message;
  }
  throw new Error('the configuration was accepted');
}

describe('defineConfig()', () => {
  it('returns the configuration frozen', () => {
    expect(defineConfig(everything)).toBe(everything);
    expect(Object.isFrozen(everything.parameters)).toBe(true);
  });
});

describe('checkConfig()', () => {
  it('accepts every key and the empty configuration', () => {
    expect(checkConfig(everything, { path })).toEqual(everything);
    expect(checkConfig({}, { path })).toEqual({});
  });

  it('takes a key that is undefined as absent', () => {
    expect(checkConfig({ seed: undefined, trials: 3 }, { path })).toEqual({ trials: 3 });
  });

  it.each([
    ['a mistyped key', { trails: 3 }, '"trails" is not known (did you mean "trials"?)'],
    ['a key like no other', { zzz: 3 }, '"zzz" is not known'],
    [
      'a mistyped key within',
      { uidRange: { first: 1, cuont: 2 } },
      '"uidRange.count" is missing (expected number); "uidRange.cuont" is not known (did you mean "count"?)',
    ],
    ['a bare number as duration', { timeout: 30 }, '"timeout" is wrong: expected string, received number'],
    [
      'a duration without unit',
      { timeout: '30' },
      '"timeout" is wrong: a duration with its unit is needed, as "30s"',
    ],
    [
      'a mistyped field of an arm',
      { arms: { candidate: { memMiB: 512 } } },
      '"arms.candidate.memMiB" is not known (did you mean "memMib"?)',
    ],
    [
      'an arm that is not named like one',
      { arms: { 'my arm': {} } },
      '"arms.my arm" is wrong: a name of at most 32 letters, digits, ".", "_" or "-" that begins with a letter is needed',
    ],
    ['no trials', { trials: 0 }, '"trials" is wrong: at least 1 is needed'],
    ['half a trial', { trials: 1.5 }, '"trials" is wrong: a whole number is needed'],
    ['a seed beyond 32 bits', { seed: 2 ** 32 }, '"seed" is wrong: at most 4294967295 is allowed'],
    [
      'another placement',
      { placement: 'dedicate' },
      '"placement" is wrong: invalid option: expected one of "auto"|"dedicated"|"shared"',
    ],
    ['a CPU list in words', { cpus: 'all' }, '"cpus" is wrong: a list like "2-5,8" is needed'],
    [
      'a digest in upper case',
      { sha256: { jailer: 'A'.repeat(64) } },
      '"sha256.jailer" is wrong: 64 lower-case hexadecimal digits are needed',
    ],
    [
      'user ids beyond the last',
      { uidRange: { first: 4_294_967_294, count: 2 } },
      '"uidRange" is wrong: it may not end above 4294967294',
    ],
    ['a share in percent', { allowedFailures: 5 }, '"allowedFailures" is wrong: at most 1 is allowed'],
    ['no object', undefined, 'the whole value is missing (expected object)'],
    [
      'a version of two parts',
      { firecrackerVersion: '1.12' },
      '"firecrackerVersion" is wrong: a version like "1.12.1" is needed',
    ],
  ])('refuses %s', (_, value, complaint) => {
    expect(complaintAbout(value)).toBe(`Cannot read the configuration "${path}": ${complaint}`);
  });
});

function anythingFor(keys: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(keys.map((key) => [key, expect.anything() as unknown]));
}

describe('configJsonSchema()', () => {
  it('knows every key of the configuration and refuses others', () => {
    const schema = configJsonSchema();
    expect(schema['properties']).toEqual(expect.objectContaining(anythingFor(Object.keys(everything))));
    expect(schema['additionalProperties']).toBe(false);
    expect(schema['required']).toBeUndefined();
  });
});
