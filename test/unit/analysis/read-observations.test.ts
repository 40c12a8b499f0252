import { describe, expect, it } from 'vitest';
import { readObservations } from '../../../src/analysis/read-observations.ts';
import type { RunRecords } from '../../../src/analysis/run-facts.ts';
import { makeTemporaryFolder } from '../cli/temporary-folder.ts';
import { aDensityRun, aThreadRun, inFolder } from '../observed-runs.ts';

function pointingTo(run: RunRecords, observations: string): RunRecords {
  return { ...run, trials: run.trials.map((trial) => ({ ...trial, observations })) };
}

describe('readObservations()', () => {
  it('reads the typical trial of each case, and all where they tell of several VMs', () => {
    using folder = makeTemporaryFolder();
    const observed = readObservations(inFolder(aDensityRun(3), folder));
    expect(observed.map(({ trialId, isTypical }) => [trialId, isTypical])).toEqual([
      ['t0003', true],
      ['t0001', false],
      ['t0005', false],
      ['t0004', true],
      ['t0002', false],
      ['t0006', false],
    ]);
    expect(observed[0]?.launches?.[1]).toEqual({
      startNs: 200_000_000,
      upNs: 350_000_000,
      bootUs: 101_010,
      hostAvailableKib: 7_995_903,
    });
  });

  it('reads nothing of records in memory, of a folder without the files, or of a path out of the folder', () => {
    using folder = makeTemporaryFolder();
    const run = inFolder(aThreadRun(), folder);
    expect(readObservations(run)).toHaveLength(1);
    expect(readObservations({ manifest: run.manifest, trials: run.trials })).toEqual([]);
    expect(readObservations(pointingTo(run, 'observations/t9999.json'))).toEqual([]);
    expect(readObservations(pointingTo(run, '../observations/t0001.json'))).toEqual([]);
    expect(readObservations(pointingTo(run, 'observations/../observations/t0001.json'))).toEqual([]);
  });

  it('leaves out a file of more than 8 MiB', () => {
    using folder = makeTemporaryFolder();
    const run = inFolder(aThreadRun(), folder);
    folder.write('observations/t0001.json', ' '.repeat(8 * 1024 * 1024 + 1));
    expect(readObservations(run)).toEqual([]);
  });

  it.each([
    ['{', 'JSON'],
    ['{"trialStartedAt":1}', 'trialStartedAt'],
    ['{"trialStartedAt":"1","launches":[{}]}', 'startedAt'],
  ])('refuses %s, with its file', (text, told) => {
    using folder = makeTemporaryFolder();
    const run = inFolder(aThreadRun(), folder);
    folder.write('observations/t0001.json', text);
    expect(() => readObservations(run)).toThrow('t0001.json');
    expect(() => readObservations(run)).toThrow(told);
  });
});
