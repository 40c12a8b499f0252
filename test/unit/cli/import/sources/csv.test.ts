import { describe, expect, it } from 'vitest';
import type { SourceData, SourceOptions } from '../../../../../src/cli/import/import-source.ts';
import { csv } from '../../../../../src/cli/import/sources/csv.ts';
import { someOptions } from '../source-options.ts';

const ms = new Map([['', 'ms']]);

function read(text: string, overrides: Partial<SourceOptions> = {}): SourceData {
  return csv.read([{ name: 'a.csv', text }], someOptions(overrides));
}

function samplesOf(data: SourceData): readonly unknown[] {
  return data.trials.map(({ samples }) => samples);
}

describe('csv', () => {
  it('reads a bare column of numbers', () => {
    expect(samplesOf(read('1\n2.5\n', { units: ms }))).toEqual([{ value: 1 }, { value: 2.5 }]);
  });

  it('reads a metric a column, each with its unit', () => {
    const text = '\uFEFFkernel,boot (s),mem [MiB],load\r\n6.1,0.25,5,40\r\n\r\n6.6,"0.5",6,41\r\n';
    const columns = { arm: 'kernel', ignored: [] };
    const data = read(text, { columns, units: new Map([['load', '%']]) });
    expect(samplesOf(data)).toEqual([
      { boot: 250_000, mem: 5, load: 40 },
      { boot: 500_000, mem: 6, load: 41 },
    ]);
    expect(data.trials.map(({ arm }) => arm)).toEqual(['6.1', '6.6']);
    expect(data.metrics.map(({ id, unit, direction }) => [id, unit, direction])).toEqual([
      ['boot', 'us', 'lower-is-better'],
      ['mem', 'MiB', 'lower-is-better'],
      ['load', 'percent', 'neither'],
    ]);
  });

  it('reads a value a row, by the columns that are named', () => {
    const text = 'size;what;v;u;pair;note\nsmall;boot;7;ns;1;x\nbig;boot;9000;ns;1;y\n';
    const columns = { value: 'v', metric: 'what', unit: 'u', case: 'size', block: 'pair', ignored: [] };
    expect(read(text, { columns }).trials).toMatchObject([
      { point: { size: 'small' }, block: '1', samples: { boot: 0.007 } },
      { point: { size: 'big' }, block: '1', samples: { boot: 9 } },
    ]);
  });

  it('takes the direction and the kind that it is given', () => {
    const { metrics } = read('rate\n5\n', { units: new Map([['', 'count']]), direction: 'higher-is-better' });
    expect(metrics).toMatchObject([{ direction: 'higher-is-better', kind: 'count' }]);
  });

  const long = { columns: { value: 'v', unit: 'u', ignored: [] } };
  const wide = { units: ms };
  it.each<readonly [string, string, Partial<SourceOptions>, string]>([
    ['nothing', '', wide, 'Cannot import "a.csv": it is empty'],
    ['a header alone', 'a,b\n', wide, 'Cannot import "a.csv": it has a header and no samples'],
    ['an empty cell', 'a,b\n1,2\n1,\n', wide, 'Cannot import "a.csv", line 3: b is empty'],
    ['NaN', 'a\nNaN\n', wide, 'line 2: a is NaN, which is no finite number'],
    ['Infinity', 'a\n-Infinity\n', wide, 'line 2: a is -Infinity, which is no finite number'],
    ['NaN in a bare column', 'NaN\n1\n', wide, 'line 1: the value is NaN, which is no finite number'],
    ['an overflow', 'a\n1e999\n', wide, 'line 2: a is 1e999, which is no finite number'],
    ['a text', 'a\nfast\n', wide, 'line 2: a is "fast", which is no number'],
    ['a hexadecimal number', 'a\n0x10\n', wide, 'line 2: a is "0x10", which is no number'],
    ['a negative time', 'a\n-1\n', wide, 'line 2: a is -1: no time is negative'],
    ['a decimal comma', 'a;b\n1,5;2\n', wide, 'line 2: a is "1,5", with a comma'],
    ['a decimal comma in a bare column', '1,5\n', wide, 'line 1: there are 2 numbers and no header'],
    ['a ragged row', 'a,b\n1,2\n1,2,3\n', wide, 'line 3: the row has 3 cells, the header 2'],
    ['a column twice', 'a,a\n1,2\n', wide, 'line 1: two columns are named "a"'],
    ['a column without a name', 'a,\n1,2\n', wide, 'line 1: column 2 has no name'],
    ['an open quote', 'a\n"1\n', wide, 'a quoted cell does not end'],
    ['one long line', `a\n${'1'.repeat(10_000_000)}\n`, wide, 'line 2: the row is longer than 1 MiB'],
    ['two units', 'v,u\n1,ms\n1,s\n', long, 'line 3: v is in s, before it was in ms'],
    ['no unit', 'a\n1\n', {}, 'Cannot tell the unit of "a": the file does not say it'],
    ['an unknown unit', 'a (fortnight)\n1\n', {}, 'Cannot read the unit "fortnight" of "a"'],
    ['a column that is not there', 'a\n1\n', long, 'there is no column "v"'],
  ])('refuses %s', (...[, text, options, message]) => {
    expect(() => read(text, options)).toThrow(message);
  });
});
