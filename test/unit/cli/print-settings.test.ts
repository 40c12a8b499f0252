import { describe, expect, it } from 'vitest';
import { createContext } from '../../../src/cli/context.ts';
import { formatSettings } from '../../../src/cli/print-settings.ts';
import { resolveSettings } from '../../../src/harness/settings.ts';
import { aStream } from './invoke.ts';

describe('formatSettings()', () => {
  it('prints every setting with its origin', () => {
    const settings = resolveSettings({
      flags: { param: ['vcpus=1,2'], title: 'a\u001b[2J title' },
      env: { MICROVM_BENCH_TRIALS: '5' },
      config: { cpus: '2-3' },
      configPath: '/conf/microvm-bench.config.json',
      cwd: '/proj',
      randomSeed: 7,
    });
    const host = { argv: [], env: {}, cwd: '/proj', stdout: aStream(), stderr: aStream() };
    expect(formatSettings(settings, createContext(host, 'never'))).toBe(
      `\
trials              5                             environment MICROVM_BENCH_TRIALS
warmup              2                             default
seed                7                             default
timeoutMs           10000                         default
allowedFailures     0                             default
noReplace           false                         default
title               a\\x1b[2J title                flag --title
placement           auto                          default
cpus                2-3                           config /conf/microvm-bench.config.json
launch              pid-namespace                 default
firecrackerVersion  1.12.1                        default
uidRange            {"first":70000,"count":1000}  default
jailBase            /srv/jailer                   default
results             /proj/results                 default
baselines           /proj/baselines               default
benchmarks          []                            default
parameters.vcpus    ["1","2"]                     flag --param`,
    );
  });
});
