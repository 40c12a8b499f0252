import { describe, expect, it } from 'vitest';
import { chooseSides } from '../../../src/analysis/compare/sides.ts';
import { requireOneRun } from '../../../src/cli/confirm/confirm.ts';
import { aTwoArmRun } from '../two-arm-run.ts';
import { invoke } from './invoke.ts';

const one = aTwoArmRun({ blockCount: 6, factor: 1, seed: 1 });
const two = aTwoArmRun({ blockCount: 6, factor: 1, seed: 2, manifest: { runId: 'two' } });

describe('requireOneRun()', () => {
  it('is the run whose arms were judged', () => {
    expect(requireOneRun(chooseSides([{ label: 'one', runs: [one] }], {}))).toBe(one);
  });

  it('refuses sides of several runs', () => {
    const operands = [
      { label: 'one', runs: [one], armId: 'base' },
      { label: 'two', runs: [two], armId: 'candidate' },
    ];
    expect(() => requireOneRun(chooseSides(operands, {}))).toThrow('Cannot confirm a verdict of 2 runs');
    expect(() => requireOneRun(chooseSides([{ label: 'both', runs: [one, two] }], {}))).toThrow('2 runs');
  });
});

describe('gate', () => {
  it.each([
    [['--confirm-trials', '5'], 'nothing is to be confirmed'],
    [['--confirm', '--confirm-trials', 'some'], 'Cannot use --confirm-trials "some"'],
  ])('refuses %j', async (argv, message) => {
    const { status, stderr } = await invoke(['gate', 'latest', ...argv]);
    expect(stderr).toContain(message);
    expect(status).toBe(64);
  });
});
