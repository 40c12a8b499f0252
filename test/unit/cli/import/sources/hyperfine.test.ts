import { describe, expect, it } from 'vitest';
import { hyperfine } from '../../../../../src/cli/import/sources/hyperfine.ts';
import { fixture, someOptions } from '../source-options.ts';

const file = fixture('hyperfine.json');

function read(text: string): unknown {
  return hyperfine.read([{ name: 'h.json', text }], someOptions());
}

function withResult(result: object): string {
  return JSON.stringify({ results: [{ command: 'a', ...result }] });
}

describe('hyperfine', () => {
  it('gives every run of every command, in µs and KiB, by its parameters', () => {
    const { trials, metrics, isOrdered } = hyperfine.read([file], someOptions());
    expect(trials.map(({ point, outcome, samples }) => [point, outcome.status, samples])).toEqual([
      [{ vcpus: '1' }, 'ok', { wall: 74_000, memory: 5120 }],
      [{ vcpus: '1' }, 'ok', { wall: 75_000, memory: 5124 }],
      [{ vcpus: '1' }, 'failed', {}],
      [{ vcpus: '1' }, 'failed', {}],
      [{ vcpus: '2' }, 'ok', { wall: 80_000, memory: 5120 }],
    ]);
    expect(metrics.map(({ id, unit, direction, kind }) => [id, unit, direction, kind])).toEqual([
      ['wall', 'us', 'lower-is-better', 'time'],
      ['memory', 'KiB', 'lower-is-better', 'memory'],
    ]);
    expect(isOrdered).toBe(true);
  });

  it('tells an exit code from a signal', () => {
    const { trials } = hyperfine.read([file], someOptions());
    const reasons = trials.flatMap(({ outcome }) => (outcome.status === 'failed' ? [outcome.reason] : []));
    expect(reasons).toEqual(['the command ended with exit code 1', 'a signal ended the command']);
  });

  it('makes arms of a parameter, or of commands', () => {
    const places = (armBy: string): readonly unknown[] =>
      hyperfine.read([file], someOptions({ armBy })).trials.map(({ point, arm }) => [point, arm]);
    expect(places('vcpus')).toEqual([...Array<unknown>(4).fill([{}, '1']), [{}, '2']]);
    expect(places('command').at(-1)).toEqual([{ vcpus: '2' }, 'boot --vcpus 2']);
    expect(() => places('memMib')).toThrow('has no such parameter');
  });

  it('knows commands of the same parameters by their commands', () => {
    const results = ['a', 'b'].map((command) => ({ command, times: [1], exit_codes: [0] }));
    const { trials } = hyperfine.read([{ name: 'h', text: JSON.stringify({ results }) }], someOptions());
    expect(trials.map(({ point }) => point)).toEqual([{ command: 'a' }, { command: 'b' }]);
  });

  it.each([
    ['', 'Cannot import "h.json": it is empty'],
    ['{', 'Cannot import "h.json": it is not JSON: '],
    ['[1]', 'Cannot import "h.json": it is not what hyperfine --export-json writes: '],
    [withResult({ times: [] }), 'results[0] has no times'],
    [withResult({}), 'results[0] has no times, only their summary'],
    [withResult({ times: [1, null] }), '"results[0].times[1]" is wrong'],
    [withResult({ times: [1, -2] }), 'results[0].times[1] is -2: no time is negative'],
    [withResult({ times: [1, 2], exit_codes: [0] }), 'results[0] has 2 times and 1 exit_codes'],
  ])('refuses %s', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
