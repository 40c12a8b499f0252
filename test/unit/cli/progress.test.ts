import { describe, expect, it } from 'vitest';
import type { OutputStream } from '../../../src/cli/context.ts';
import {
  createProgress,
  formatProgress,
  type Progress,
  type ProgressState,
} from '../../../src/cli/progress.ts';
import { aStream } from './invoke.ts';

function aState(overrides: Partial<ProgressState> = {}): ProgressState {
  return { caseId: 'boot-time/vcpus=1', doneCount: 12, totalCount: 84, failedCount: 0, ...overrides };
}

/** Ten seconds pass from the start of the progress to its end. */
function play(stream: OutputStream, env: Readonly<Record<string, string>>, isWanted = true): void {
  const times = [0, 5000, 10_000];
  const nowMs = (): number => times.shift() ?? 10_000;
  const progress: Progress = createProgress({ stream, env, isWanted, nowMs });
  progress.trialEnded(aState({ doneCount: 1, totalCount: 4 }));
  progress.trialEnded(
    aState({ doneCount: 2, totalCount: 4, precision: { what: 'median', halfWidth: 0.0184 } }),
  );
  progress.blockEnded(
    aState({ doneCount: 2, totalCount: 4, precision: { what: 'median', halfWidth: 0.0184 } }),
  );
  progress.done();
}

describe('formatProgress()', () => {
  it('tells trials, failures, precision, time left and case', () => {
    expect(
      formatProgress(aState({ failedCount: 1, precision: { what: 'median', halfWidth: 0.0184 } }), 6000),
    ).toBe('12/84 trials, 1 failed, median ±1.8 %, about 36.0 s left, boot-time/vcpus=1');
  });

  it('leaves out what is not known', () => {
    expect(formatProgress(aState({ doneCount: 0 }), 0)).toBe('0/84 trials, boot-time/vcpus=1');
    expect(formatProgress(aState({ doneCount: 84 }), 1000)).toBe('84/84 trials, boot-time/vcpus=1');
  });
});

describe('createProgress()', () => {
  it('writes one line over and over on a terminal', () => {
    const stream = aStream({ isTTY: true });
    play(stream, {});
    expect(stream.text()).toBe(
      '\r\u001b[K1/4 trials, about 15.0 s left, boot-time/vcpus=1' +
        '\r\u001b[K2/4 trials, median ±1.8 %, about 10.0 s left, boot-time/vcpus=1' +
        '\r\u001b[K',
    );
  });

  it('stays within the width of the terminal', () => {
    const stream = aStream({ isTTY: true, columns: 20 });
    play(stream, {});
    expect(stream.text()).toBe('\r\u001b[K1/4 trials, about 1\r\u001b[K2/4 trials, median \r\u001b[K');
  });

  it.each([
    ['in a pipe', {}, {}],
    ['on a terminal of no columns', { isTTY: true, columns: 0 }, {}],
    ['on a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
    ['under CI', { isTTY: true }, { CI: 'true' }],
  ])('writes a plain line a block %s', (_, target, env) => {
    const stream = aStream(target);
    play(stream, env);
    expect(stream.text()).toBe('2/4 trials, median ±1.8 %, about 5.0 s left, boot-time/vcpus=1\n');
  });

  it('is silent when not wanted', () => {
    const stream = aStream({ isTTY: true });
    play(stream, {}, false);
    expect(stream.text()).toBe('');
  });
});
