import { describe, expect, it } from 'vitest';
import { criterion } from '../../../../../src/cli/import/sources/criterion.ts';
import { fixture, someOptions } from '../source-options.ts';

const names = ['fib/iterative/20', 'parse'].flatMap((folder) =>
  ['benchmark', 'sample'].map((name) => `criterion/${folder}/new/${name}.json`),
);
const bench = '{"group_id":"g"}';

describe('criterion', () => {
  it('divides the time of each sample by its iterations', () => {
    const { trials } = criterion.read(names.map(fixture), someOptions());
    expect(trials.map(({ benchmark, point, samples }) => [benchmark, point, samples['iteration']])).toEqual([
      ['fib', { function: 'iterative', value: '20' }, 0.1],
      ['fib', { function: 'iterative', value: '20' }, 0.11],
      ['fib', { function: 'iterative', value: '20' }, 0.1],
      ['parse', {}, 1.5],
      ['parse', {}, 1.6],
    ]);
  });

  it('says the same of raw.csv', () => {
    const { trials } = criterion.read([fixture('criterion-raw.csv')], someOptions());
    const ofJson = criterion.read(names.map(fixture), someOptions()).trials.slice(0, 2);
    expect(trials).toEqual(ofJson);
  });

  it('takes the newest samples alone of a folder', () => {
    const isOwn = (path: string): boolean | undefined => criterion.isOwnFile?.(path);
    expect(['a/new/sample.json', 'a/new/benchmark.json', 'new/sample.json'].map(isOwn)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['a/base/sample.json', 'a/new/estimates.json', 'renew/sample.json'].map(isOwn)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each([
    [{ 'new/sample.json': '{}' }, 'there is no benchmark.json beside it'],
    [{ 'new/benchmark.json': bench }, 'there is no sample.json beside it'],
    [{ 'new/benchmark.json': bench, 'new/sample.json': '{"iters":[],"times":[]}' }, 'it has no samples'],
    [
      { 'new/benchmark.json': bench, 'new/sample.json': '{"iters":[1],"times":[1,2]}' },
      '2 times and 1 numbers of iterations',
    ],
    [
      { 'new/benchmark.json': bench, 'new/sample.json': '{"iters":[0],"times":[1]}' },
      'sample 1 has 0 iterations',
    ],
    [{ 'new/benchmark.json': '{}', 'new/sample.json': '{}' }, 'it is not a benchmark.json of Criterion.rs'],
    [
      { 'raw.csv': 'group,function,value,sample_measured_value,unit,iteration_count\ng,f,,1,cycles,1\n' },
      'line 2: the unit is "cycles"',
    ],
    [{ 'raw.csv': 'a,b\n1,x\n' }, 'there is no column "unit"'],
  ])('refuses %j', (files, message) => {
    const sources = Object.entries(files).map(([name, text]) => ({ name, text }));
    expect(() => criterion.read(sources, someOptions())).toThrow(message);
  });
});
