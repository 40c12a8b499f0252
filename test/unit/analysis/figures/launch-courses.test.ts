import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import type { LaunchCourse } from '../../../../src/model/figures/launch-course.ts';
import { makeTemporaryFolder } from '../../cli/temporary-folder.ts';
import { aDensityRun, aLaunchRun, inFolder, type ObservedRun } from '../../observed-runs.ts';

function coursesOf(run: ObservedRun): readonly LaunchCourse[] {
  using folder = makeTemporaryFolder();
  return reportOfRun(analyseRecords(inFolder(run, folder))).figures.launchCourses;
}

describe('launchCourses()', () => {
  it('gives median and interval of boot time and memory by place, where VMs come one after the other', () => {
    const [four, eight] = coursesOf(aDensityRun(7));
    expect([four?.boots.length, eight?.boots.length, eight?.memory.length]).toEqual([4, 8, 7]);
    expect(eight?.boots[2]).toMatchObject({
      place: 3,
      count: 7,
      median: 102_030,
      interval: { lower: 102_000, upper: 102_060 },
    });
    expect(eight?.memory[0]).toMatchObject({
      place: 2,
      median: 4099,
      interval: { lower: 4096, upper: 4102 },
    });
    expect([eight?.mostInFlight, eight?.trialCount]).toEqual([1, 7]);
  });

  it('counts the launches under way, and has no places where they are at once', () => {
    const [one, , sixteen] = coursesOf(aLaunchRun(7));
    expect(one?.inFlight).toEqual([
      { atMs: 0, count: 1 },
      { atMs: 50, count: 0 },
    ]);
    expect([sixteen?.mostInFlight, sixteen?.boots, sixteen?.trialId]).toEqual([16, [], 't0012']);
    expect(sixteen?.inFlight.at(-1)).toEqual({ atMs: 200, count: 0 });
  });

  it('has no interval of one trial, and nothing of records in memory', () => {
    expect(coursesOf(aDensityRun(1))[0]?.boots.map(({ interval }) => interval)).toEqual(
      Array(4).fill(undefined),
    );
    const { manifest, trials } = aDensityRun();
    expect(reportOfRun(analyseRecords({ manifest, trials })).figures.launchCourses).toEqual([]);
  });
});
