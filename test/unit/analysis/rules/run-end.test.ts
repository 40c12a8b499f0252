import { describe, expect, it } from 'vitest';
import { journalCut } from '../../../../src/analysis/rules/journal-cut.ts';
import { runInterrupted } from '../../../../src/analysis/rules/run-interrupted.ts';
import { runStopped } from '../../../../src/analysis/rules/run-stopped.ts';
import type { RunFacts } from '../../../../src/analysis/run-facts.ts';
import type { RunEnd } from '../../../../src/model/run.ts';
import { aManifest, aPlan, blocksOf } from '../../builders.ts';
import { factsOf, okTrials } from '../run-facts.ts';

const three = okTrials(3);

/** Three trials were planned. */
function factsOfRun(end: RunEnd, recordedCount: number): RunFacts {
  const plan = aPlan({ blocks: blocksOf(three) });
  return factsOf(three.slice(0, recordedCount), { manifest: aManifest({ plan, end }) });
}

function anEnd(status: 'complete' | 'interrupted' | 'failed'): RunEnd {
  return { status, endedAt: '2026-01-02T03:05:05.000Z', runnerPeakRssKib: 90_000 };
}

describe('runInterrupted()', () => {
  it('says nothing of a complete run', () => {
    expect(runInterrupted(factsOfRun(anEnd('complete'), 3))).toEqual([]);
  });

  it.each([
    [
      { status: 'running' } as const,
      'warning',
      'The run has not ended, or its end could not be written: 2 of 3 planned trials are recorded',
    ],
    [
      anEnd('interrupted'),
      'warning',
      'The run was interrupted at 2026-01-02T03:05:05.000Z: 2 of 3 planned trials are recorded',
    ],
    [
      anEnd('failed'),
      'error',
      'The run failed at 2026-01-02T03:05:05.000Z: 2 of 3 planned trials are recorded',
    ],
    [anEnd('complete'), 'error', 'The run says that it is complete, but 2 of 3 planned trials are recorded'],
  ])('tells %j', (end, severity, message) => {
    expect(runInterrupted(factsOfRun(end, 2))).toEqual([
      {
        rule: 'run-interrupted',
        severity,
        message,
        advice:
          'Mind the counts of each case: the planned order was cut short, so cases may differ in trials',
      },
    ]);
  });
});

describe('journalCut()', () => {
  it('says nothing of a whole journal', () => {
    expect(journalCut(factsOf(three))).toEqual([]);
  });

  it('names the line', () => {
    expect(journalCut(factsOf(three, { cutLine: 4 }))).toEqual([
      {
        rule: 'journal-cut',
        severity: 'warning',
        message: 'Line 4 of samples.ndjson, its last, is cut off and was left out',
        advice: 'Take the trial of that line for not run; all lines before it are whole',
      },
    ]);
  });
});

describe('a run that its plan has ended', () => {
  const end: RunEnd = {
    status: 'complete',
    endedAt: '2026-01-02T03:05:05.000Z',
    runnerPeakRssKib: 90_000,
    stoppedBy: { by: 'budget', blocks: 1 },
  };

  it('is no interruption, unless trials of the blocks before are missing', () => {
    const plan = aPlan({
      blocks: blocksOf(okTrials(3).map((trial, block) => ({ ...trial, block }))),
      stopping: { kind: 'budget', budgetMs: 60_000 },
    });
    const manifest = aManifest({ plan, end });
    expect(runInterrupted(factsOf(three.slice(0, 1), { manifest }))).toEqual([]);
    expect(runInterrupted(factsOf([], { manifest })).map(({ message }) => message)).toEqual([
      'The run says that it is complete, but 0 of 1 planned trial are recorded',
    ]);
    expect(runStopped(factsOf(three.slice(0, 1), { manifest })).map(({ message }) => message)).toEqual([
      'The run ended by its plan, after 1 of 3 blocks: when no block begins any more, after 1 min',
    ]);
  });
});
