import { describe, expect, it } from 'vitest';
import { analyseReport, reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import type { SideOperand } from '../../../src/analysis/compare/sides.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { RunRecords } from '../../../src/analysis/run-facts.ts';
import { headlineText } from '../../../src/model/comparison-text.ts';
import { aHost, aManifest } from '../builders.ts';
import { aRunOfDay } from '../some-runs.ts';
import { aTwoArmRun } from '../two-arm-run.ts';

function operand(run: RunRecords, name?: string): SideOperand {
  return { label: run.manifest.runId, runs: [run], ...(name === undefined ? {} : { name }) };
}

function twoArms(runId: string, armIds = ['base', 'candidate']): RunRecords {
  return aTwoArmRun({ blockCount: 8, factor: 1.1, seed: 5, armIds, manifest: { runId } });
}

const words = { authors: [] };

describe('analyseReport()', () => {
  it('says of one run what the run says of itself', () => {
    const run = twoArms('r1');
    expect(analyseReport([operand(run)], words)).toEqual(reportOfRun(analyseRecords(run)));
  });

  it('takes title and authors from whoever publishes', () => {
    const report = analyseReport([operand(twoArms('r1'))], { title: 'Ours', authors: ['A', 'B'] });
    expect([report.title, report.authors]).toEqual(['Ours', ['A', 'B']]);
  });

  it('compares runs of one arm each with the first, under the names that they were given', () => {
    const [first, second, third] = [aRunOfDay(0, 60_000), aRunOfDay(1, 61_000), aRunOfDay(2, 80_000)];
    const report = analyseReport([operand(first, 'stock'), operand(second), operand(third, 'debug')], words);
    expect(report.runs.map(({ label }) => label)).toEqual(['stock', second.manifest.runId, 'debug']);
    expect(report.comparison?.base.id).toBe('stock');
    expect(report.comparison?.candidates.map(({ id }) => id)).toEqual([second.manifest.runId, 'debug']);
    expect(report.findings.map(({ rule }) => rule)).toContain('separate-runs');
  });

  it('compares the arms of runs that have the same ones, by the blocks of each run', () => {
    const report = analyseReport([operand(twoArms('r1')), operand(twoArms('r2'))], words);
    expect(report.comparison?.base).toEqual({ id: 'base', armId: 'base', runIds: ['r1', 'r2'] });
    expect(report.comparison?.comparisons[0]?.runs?.map(({ runId }) => runId)).toEqual(['r1', 'r2']);
  });

  it('compares nothing where the arms are not the same', () => {
    const report = analyseReport([operand(twoArms('r1')), operand(twoArms('r2', ['base', 'other']))], words);
    expect(report.comparison).toBeUndefined();
  });

  it('has a history from three runs on', () => {
    const runs = [0, 1, 2].map((day) => aRunOfDay(day, 60_000));
    const historyOf = (count: number): number | undefined =>
      analyseReport([{ label: 'all', runs: runs.slice(0, count) }], words).history?.series[0]?.points.length;
    expect([historyOf(1), historyOf(2), historyOf(3)]).toEqual([undefined, undefined, 3]);
  });

  it('names what the hosts do not have alike', () => {
    const host = aHost();
    const other = { ...host, identity: { ...host.identity, kernel: '6.6.6' } };
    const report = analyseReport(
      [operand(aRunOfDay(0, 60_000)), operand(aRunOfDay(1, 60_000, { host: other, measuredCpus: [7] }))],
      words,
    );
    expect(report.hostDifferences).toEqual([
      { fact: 'host.identity.kernel', values: [host.identity.kernel, '6.6.6'] },
      { fact: 'measuredCpus', values: [JSON.stringify(aManifest().measuredCpus), '[7]'] },
    ]);
  });

  it('tells a finding of all runs once, and of some with the runs that have it', () => {
    const noisy = { rule: 'x', severity: 'note', message: 'It was noisy', advice: 'Wait' } as const;
    const run = (day: number, findings: readonly Finding[]): RunRecords =>
      aRunOfDay(day, 60_000, { findings });
    const messagesOf = (...runs: readonly RunRecords[]): readonly string[] =>
      analyseReport([{ label: 'all', runs }], words)
        .findings.filter(({ rule }) => rule === 'x')
        .map(({ message }) => message);
    expect(messagesOf(run(0, [noisy]), run(1, [noisy]))).toEqual(['It was noisy']);
    expect(messagesOf(run(0, [noisy]), run(1, []), run(2, [noisy]))).toEqual(['run 1, run 3: It was noisy']);
  });

  it('numbers the runs of a folder, after its name where it was given one', () => {
    const runs = [aRunOfDay(0, 60_000), aRunOfDay(1, 60_000)];
    const labelsOf = (folder: SideOperand): readonly string[] =>
      analyseReport([folder], words).runs.map(({ label }) => label);
    expect(labelsOf({ label: 'week', runs })).toEqual(['run 1', 'run 2']);
    expect(labelsOf({ label: 'week', name: 'old', runs })).toEqual(['old 1', 'old 2']);
  });

  it('objects to a killed run as compare does, and once', () => {
    const killed = analyseRecords(
      aTwoArmRun({ blockCount: 8, factor: 1.1, seed: 5, manifest: { end: { status: 'running' } } }),
    );
    const report = reportOfRun(killed);
    const rules = report.findings.map(({ rule, severity }) => `${severity} ${rule}`);
    expect(rules).toContain('error run-incomplete');
    expect(rules.filter((rule) => rule.includes('run-interrupted'))).toEqual([]);
    expect(report.comparison === undefined ? '' : headlineText(report.comparison)).toMatch(
      /^Not to be relied on \(run-incomplete\): /,
    );
  });

  it('objects to runs of different hosts, and of arms that are not the same', () => {
    const host = aHost();
    const other = { ...host, identity: { ...host.identity, hostname: 'other' } };
    const elsewhere = aTwoArmRun({
      blockCount: 8,
      factor: 1,
      seed: 6,
      manifest: { runId: 'r2', host: other },
    });
    const rulesOf = (run: RunRecords): readonly string[] =>
      analyseReport([{ label: 'both', runs: [twoArms('r1'), run] }], words)
        .findings.filter(({ severity }) => severity === 'error')
        .map(({ rule }) => rule);
    expect(rulesOf(twoArms('r2'))).toEqual([]);
    expect(rulesOf(elsewhere)).toEqual(['hosts-differ']);
    const { manifest, trials } = twoArms('r2');
    const arms = manifest.plan.arms.map((arm) => ({ ...arm, overrides: { 'bootArgs+': 'delay=9' } }));
    expect(rulesOf({ manifest: { ...manifest, plan: { ...manifest.plan, arms } }, trials })).toEqual([
      'arms-of-runs-differ',
      'arms-of-runs-differ',
    ]);
  });

  it('says what is compared where that is not plain', () => {
    const messages = (...operands: readonly SideOperand[]): readonly string[] =>
      analyseReport(operands, words)
        .findings.filter(({ rule }) => rule === 'runs-not-compared')
        .map(({ message }) => message);
    expect(messages(operand(twoArms('r1'), 'before'), operand(twoArms('r2'), 'after'))).toEqual([
      'The arms within each run are compared, and not the runs with each other',
    ]);
    expect(messages(operand(twoArms('r1')), operand(aRunOfDay(0, 60_000)))).toEqual([
      'Nothing is compared: the runs do not all have the same arms',
    ]);
    expect(messages(operand(aRunOfDay(0, 60_000)), operand(aRunOfDay(1, 60_000)))).toEqual([]);
  });

  it.each([
    ['a run', [operand(twoArms('r1')), operand(twoArms('r1'))], 'r1'],
    ['a name', [operand(twoArms('r1'), 'x'), operand(twoArms('r2'), 'x')], 'x'],
  ])('refuses %s that is given twice', (_what, operands, twice) => {
    expect(() => analyseReport(operands, words)).toThrow(`Cannot report on "${twice}" twice`);
  });
});
