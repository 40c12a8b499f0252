import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { writeRun } from '../some-runs.ts';
import { aTwoArmRun } from '../two-arm-run.ts';
import { z } from '../../../src/model/schema.ts';
import { aBenchmark, aCase } from '../builders.ts';
import { invoke, type Invocation } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

describe('plan', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = makeTemporaryFolder();
    chmodSync(folder.write('firecracker', '#!/bin/sh\necho "Firecracker v1.12.1"\n'), 0o755);
    chmodSync(folder.write('jailer', '#!/bin/sh\necho "Jailer v1.12.1"\n'), 0o755);
    folder.write('guest.js', guestOf(process.execPath));
  });
  afterEach(() => {
    folder[Symbol.dispose]();
  });

  function plan(...args: readonly string[]): Promise<Invocation> {
    const what = ['guest', '--benchmarks', 'guest.js', '--firecracker', 'firecracker', '--jailer', 'jailer'];
    const env = { XDG_CACHE_HOME: join(folder.path, 'cache') };
    return invoke(['plan', ...what, '--seed', '7', ...args], { cwd: folder.path, env });
  }

  /** A run of the same case; its candidate is 10 % slower, which is none of a plan's business. */
  function writeEarlierRun(): string {
    const run = aTwoArmRun({
      blockCount: 24,
      factor: 1.1,
      seed: 5,
      change: (trial) => ({ ...trial, caseId: 'guest' }),
    });
    const { plan: planned } = run.manifest;
    const blocks = planned.blocks.map((block) => ({
      ...block,
      caseId: 'guest',
      trials: block.trials.map((trial) => ({ ...trial, caseId: 'guest' })),
    }));
    const cases = [aCase({ id: 'guest', benchmarkId: 'guest', point: {} })];
    const manifest = {
      ...run.manifest,
      plan: { ...planned, blocks, cases },
      benchmarks: [aBenchmark({ id: 'guest' })],
    };
    return writeRun({ ...run, manifest }, folder.path);
  }

  const arms = ['--arm', 'base', '--arm', 'candidate'];

  it('prints the order, the rules and what is not known', async () => {
    const { status, stdout } = await plan(...arms, '-n', '24', '--looks', '2');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Order {2}52 trials in 13 blocks from seed 7$/m);
    expect(stdout).toMatch(
      /^End {2}once every comparison is beyond its bound: \|z\| 2\.963 after 6 blocks, \|z\| 1\.969 after 12 blocks$/m,
    );
    expect(stdout).toMatch(/^ {2}noise\.other_vms at most 0$/m);
    expect(stdout).toMatch(/^Time {2}unknown; give --from or --pilot N$/m);
  });

  it('tells what an earlier run says of time and of changes', async () => {
    const { status, stdout } = await plan(...arms, '--from', writeEarlierRun(), '--effect', '5%');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Time {2}[\d.]+ m?s, by run 2026/m);
    expect(stdout.match(/^\| guest \| +(6|12|24|48|96|192) \|/gm)).toHaveLength(6);
    expect(stdout).toMatch(/^guest: a change of 5 % needs \d+ blocks, \d+ trials an arm$/m);
    const json = await plan(
      ...arms,
      '--from',
      join(folder.path, '20260102T030405Z-bench-1-0a1b2c'),
      '--json',
    );
    const { cases } = z.object({ cases: z.array(forecast) }).parse(JSON.parse(json.stdout));
    const [first] = cases;
    expect(first?.precision.map(({ blocks }) => blocks)).toEqual([6, 12, 24, 48, 96, 192]);
    const changes = first?.precision.map(({ detectable }) => detectable) ?? [];
    expect(changes).toEqual(changes.toSorted((a, b) => b - a));
  });

  it('says that a plan can decide nothing, and is no failure', async () => {
    const { status, stdout } = await plan(...arms, '-n', '4');
    expect(status).toBe(0);
    expect(stdout).toContain(
      'error: guest can show no change, whatever is measured: its least p is 0.056, and 0.05 is needed; plan more trials',
    );
    expect(stdout).toContain('warning: 1 of 1 cases cannot show a change');
  });

  it.each([
    [['--effect', '3'], 'Cannot use --effect "3": a size above 0 % is needed, as 5%'],
    [['--from', 'a', '--pilot', '6'], 'Cannot plan by --from and --pilot: each tells the spread'],
    [['--looks', '2'], 'Cannot plan looks at a run of one arm'],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await plan(...args);
    expect(status).toBe(64);
    expect(stderr).toContain(message);
  });
});

const forecast = z.object({
  precision: z.array(z.object({ blocks: z.number(), detectable: z.number() })),
});

/** A benchmark without parameters; its kernel is a file that is there. */
function guestOf(kernel: string): string {
  return `export default {
    id: 'guest', question: 'q', timedSpan: 't', disturbedBy: [], parameters: {}, headline: 'guest.time', collectors: [],
    metrics: [{ id: 'guest.time', unit: 'us', direction: 'lower-is-better', kind: 'time', description: 'd' }],
    vm: () => ({ kernel: ${JSON.stringify(kernel)}, bootArgs: '', drives: [], vcpus: 1, memMib: 128 }),
    measure: () => Promise.reject(new Error('not measured here')),
  };`;
}
