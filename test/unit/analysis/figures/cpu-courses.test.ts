import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import { makeTemporaryFolder } from '../../cli/temporary-folder.ts';
import { aThreadRun, inFolder } from '../../observed-runs.ts';

describe('cpuCourses()', () => {
  it('gives the CPU time of each role between two looks, with the phases that begin meanwhile', () => {
    using folder = makeTemporaryFolder();
    const [course] = reportOfRun(analyseRecords(inFolder(aThreadRun(), folder))).figures.cpuCourses;
    expect(course).toMatchObject({ trialId: 't0001', fromMs: 30, toMs: 130, ticksPerStep: 1 });
    expect(course?.roles.map(({ role, meanPercent }) => [role, meanPercent])).toEqual([
      ['vmm', 10],
      ['api', 0],
      ['vcpu', 50],
      ['other', 3.5],
    ]);
    const vcpu = course?.roles.find(({ role }) => role === 'vcpu');
    expect(vcpu?.steps.map(({ percent }) => percent)).toEqual([0, 0, 0, 0, 0, 100, 100, 100, 100, 100]);
    expect(vcpu?.steps[5]).toEqual({ fromMs: 80, toMs: 90, percent: 100 });
    expect(course?.phases).toEqual([
      { name: 'ready', startMs: 20, isUnderWay: true },
      { name: 'collect', startMs: 50, isUnderWay: false },
      { name: 'kill', startMs: 100, isUnderWay: false },
    ]);
  });
});
