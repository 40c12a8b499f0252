import { join } from 'node:path';
import { realpathSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyseRun } from '../../src/analysis/analyse-run.ts';
import { readRun } from '../../src/analysis/read-run.ts';
import { invalidBlocks } from '../../src/model/invalid-blocks.ts';
import { stopOf } from '../../src/model/run.ts';
import { findTraces, makeTestFolder, runTool, type ToolResult } from './run-tool.ts';
import { requireVm } from './skips.ts';

describe('microvm-bench run that ends early', () => {
  let folder: ReturnType<typeof makeTestFolder>;
  const jailBase = (): string => join(folder.path, 'jails');
  const latest = (): string => realpathSync(join(folder.path, 'results', 'latest'));
  const run = (...args: readonly string[]): Promise<ToolResult> => {
    const where = ['--jail-base', jailBase(), '--results', join(folder.path, 'results'), '--seed', '7'];
    return runTool([
      'run',
      'boot-time',
      '--param',
      'vcpus=1',
      '--param',
      'memMib=128',
      '-w',
      '2',
      ...where,
      ...args,
    ]);
  };

  beforeEach((context) => {
    requireVm(context);
    folder = makeTestFolder();
  });
  afterEach(() => {
    const traces = findTraces(jailBase());
    folder[Symbol.dispose]();
    expect(traces).toEqual([]);
  });

  it('does so by precision, after six blocks at least that the host has not disturbed', async () => {
    const { status, stderr } = await run(
      '--stop-when',
      '+-50%',
      '-n',
      '80',
      '--arm',
      'base',
      '--arm',
      'again',
    );
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(
      /^Ends once the 95 % interval of every case is within ±50 %, from 6 blocks a case on$/m,
    );
    const { manifest, trials } = readRun(latest());
    expect(manifest.plan.stopping).toEqual({ kind: 'precision', halfWidth: 0.5, leastBlocks: 6 });
    const stop = stopOf(manifest);
    expect(stop?.by).toBe('precision');
    expect(stop?.blocks).toBeLessThan(manifest.plan.blocks.length);
    // One block of warm-ups.
    const valid = (stop?.blocks ?? 0) - 1 - invalidBlocks(manifest, trials).length;
    expect(valid).toBeGreaterThanOrEqual(6);
    expect(trials).toHaveLength(4 * (stop?.blocks ?? NaN));
    expect(analyseRun(latest()).findings.map(({ rule }) => rule)).not.toContain('run-interrupted');
  });

  it('does so when its time is over, with the begun block run to its end', async () => {
    const { status, stderr } = await run('--budget', '2s', '-n', '400');
    expect(status, stderr).toBe(0);
    const { manifest, trials } = readRun(latest());
    const stop = stopOf(manifest);
    expect(stop?.by).toBe('budget');
    expect(stop?.blocks).toBeGreaterThan(1);
    expect(stop?.blocks).toBeLessThan(201);
    expect(trials).toHaveLength(2 * (stop?.blocks ?? NaN));
    const spanMs = Date.parse(trials.at(-1)?.startedAt ?? '') - Date.parse(trials[0]?.startedAt ?? '');
    expect(spanMs).toBeGreaterThan(1000);
    const rules = analyseRun(latest()).findings.map(({ rule }) => rule);
    expect(rules).toContain('run-stopped');
    expect(rules).not.toContain('run-interrupted');
  });
});
