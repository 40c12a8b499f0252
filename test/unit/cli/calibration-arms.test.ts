import { describe, expect, it } from 'vitest';
import {
  armUnderTest,
  calibrationArms,
  calibrationSettings,
} from '../../../src/cli/calibrate/calibration-arms.ts';
import { resolveSettings, type Settings } from '../../../src/harness/settings.ts';

function settingsOf(arm: readonly string[], title?: string): Settings {
  const flags = { arm, ...(title === undefined ? {} : { title }) };
  return resolveSettings({ flags, env: {}, config: {}, cwd: '/proj', randomSeed: 7 });
}

describe('armUnderTest()', () => {
  it('is the one arm that is given, or the run itself', () => {
    expect(armUnderTest(settingsOf([]))).toEqual({});
    expect(armUnderTest(settingsOf(['any=memMib=256']))).toEqual({ memMib: 256 });
  });

  it('refuses several arms', () => {
    expect(() => armUnderTest(settingsOf(['a', 'b']))).toThrow('Cannot calibrate several arms');
  });
});

describe('calibrationArms()', () => {
  it('has the arm twice, alike, and once for each delay, after words of its own', () => {
    const fields = { memMib: 256, 'bootArgs+': 'quiet' };
    expect(calibrationArms(fields, [{ armId: 'canary-3', delayLoops: 50 }])).toEqual([
      { id: 'base', fields },
      { id: 'again', fields },
      { id: 'canary-3', fields: { memMib: 256, 'bootArgs+': 'quiet delay=50' } },
    ]);
    expect(calibrationArms({}, [{ armId: 'c', delayLoops: 5 }])[2]?.fields).toEqual({
      'bootArgs+': 'delay=5',
    });
  });

  it('idles beside what the arm idles itself', () => {
    const fields = { 'bootArgs+': 'delay=100 quiet' };
    const [base, , canary] = calibrationArms(fields, [{ armId: 'c', delayLoops: 5 }]);
    expect(base?.fields).toEqual(fields);
    expect(canary?.fields).toEqual({ 'bootArgs+': 'quiet delay=105' });
  });
});

describe('calibrationSettings()', () => {
  it('decides arms, trials and, unless there is one, the title', () => {
    const arms = calibrationArms({}, []);
    const settings = calibrationSettings(settingsOf([]), { arms, blocks: 12, title: 'ours' });
    expect(settings).toMatchObject({
      arms: { value: arms },
      trials: { value: 24 },
      title: { value: 'ours' },
    });
    const titled = calibrationSettings(settingsOf([], 'mine'), { arms, blocks: 12, title: 'ours' });
    expect(titled.title?.value).toBe('mine');
  });
});
