import { describe, expect, it } from 'vitest';
import { cpuChart } from '../../../../src/report/charts/cpu.ts';
import { launchCourseChart } from '../../../../src/report/charts/launch-course.ts';
import { scalingChart } from '../../../../src/report/charts/scaling.ts';
import { slopeChart } from '../../../../src/report/charts/slope.ts';
import { aDensityRun, aLaunchRun, aMemoryRun, aThreadRun } from '../../observed-runs.ts';
import { aCourseView, drawSound, specText } from './a-course-view.ts';
import { panelsOf } from './spec-parts.ts';

const density = aCourseView(aDensityRun());

describe('slopeChart()', () => {
  it('is as in the golden file, and sound', async () => {
    const chart = slopeChart(aCourseView(aMemoryRun(5, ['base', 'candidate'])));
    await expect(specText(chart)).toMatchFileSnapshot('../../../golden/charts/slope.vl.json');
    expect(await drawSound(chart)).toContain('memory.vmm_rss, state=restored');
    expect(chart?.sentence).toContain('4 of 4 lines rise and 0 fall beyond doubt');
    expect(chart?.altText).toContain('state=booted, base: 0.5 KiB for each 1 more of memMib, 95 % interval');
  });

  it('is not drawn of a benchmark without slopes', () => {
    expect(slopeChart(density)).toBeUndefined();
  });
});

describe('scalingChart()', () => {
  it('is as in the golden file, and sound', async () => {
    const chart = scalingChart(aCourseView(aLaunchRun()));
    await expect(specText(chart)).toMatchFileSnapshot('../../../golden/charts/scaling.vl.json');
    await drawSound(chart);
    expect(chart?.sentence).toContain('launch.rate goes from 17.0 at width=1 to 76.5 at width=16.');
  });

  it('is not drawn of two values, nor where a slope of the headline is fitted', () => {
    expect(scalingChart(density)).toBeUndefined();
    expect(scalingChart(aCourseView(aMemoryRun(5)))).toBeUndefined();
  });
});

describe('launchCourseChart()', () => {
  it('draws boot time and memory from VM to VM as in the golden file', async () => {
    const chart = launchCourseChart(density);
    await expect(specText(chart)).toMatchFileSnapshot('../../../golden/charts/launches-in-turn.vl.json');
    await drawSound(chart);
    expect(panelsOf(chart)).toHaveLength(2);
    expect(chart?.sentence).toContain(
      'vms=8: boot timer 100 ms of VM 1, 107 ms of VM 8; memory taken 4.00 MiB of VM 2',
    );
  });

  it('draws the launches under way as in the golden file', async () => {
    const chart = launchCourseChart(aCourseView(aLaunchRun()));
    await expect(specText(chart)).toMatchFileSnapshot('../../../golden/charts/launches-at-once.vl.json');
    await drawSound(chart);
    expect(chart?.sentence).toContain('width=16: up to 16 launches under way, all up after 200 ms; 7 trials');
  });

  it('is sound of one trial, and not drawn where no trial tells of launches', async () => {
    const chart = launchCourseChart(aCourseView(aDensityRun(1)));
    await drawSound(chart);
    expect(chart?.sentence).not.toContain('Bands');
    expect(launchCourseChart(aCourseView(aThreadRun()))).toBeUndefined();
  });
});

describe('cpuChart()', () => {
  it('is as in the golden file, and sound', async () => {
    const chart = cpuChart(aCourseView(aThreadRun()));
    await expect(specText(chart)).toMatchFileSnapshot('../../../golden/charts/cpu.vl.json');
    const svg = await drawSound(chart);
    for (const text of ['ready goes on', 'collect', 'kill', 'vCPU threads']) expect(svg).toContain(text);
    expect(chart?.altText).toContain(
      'VMM thread 10 %, API thread 0 %, vCPU threads 50 %, other threads 3.5 % of one CPU from 30 to 130 ms, collect begins at 50 ms',
    );
  });

  it('draws twelve of many, and nothing where no trial has looked at its threads', async () => {
    const points = Array.from({ length: 13 }, (_, index) => ({
      load: `a rather long name of a load ${index}`,
    }));
    const chart = cpuChart(aCourseView(aThreadRun(points)));
    await drawSound(chart);
    expect(panelsOf(chart)).toHaveLength(12);
    expect(chart?.sentence).toContain('Drawn are the first 12 of 13 cases and sides.');
    expect(cpuChart(density)).toBeUndefined();
  });
});
