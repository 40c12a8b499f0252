import { describe, expect, it } from 'vitest';
import { analyseRecords, analyseRun } from '../../../src/analysis/analyse-run.ts';
import { methods } from '../../../src/analysis/methods.ts';
import { aSmallRun } from '../builders.ts';
import { runSmallFolder } from '../run-small.ts';

describe('analyseRun()', () => {
  it('gives from the folder what the records give', () => {
    expect(analyseRun(runSmallFolder)).toEqual(analyseRecords(aSmallRun()));
  });

  it('joins records, summaries, findings and methods', () => {
    const { manifest, trials, cases, findings, methods: recipes } = analyseRun(runSmallFolder);
    expect({ manifest, trials }).toEqual(aSmallRun());
    expect(cases).toHaveLength(2);
    expect(findings.map(({ rule }) => rule)).toEqual(['failures', 'tails-not-shown']);
    expect(recipes).toEqual(methods({}));
  });
});
