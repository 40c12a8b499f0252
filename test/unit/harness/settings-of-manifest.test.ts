import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import { settingsOfManifest } from '../../../src/harness/settings-of-manifest.ts';
import { resolveSettings, settingsRecord, type Settings } from '../../../src/harness/settings.ts';
import type { SettingSources } from '../../../src/harness/setting-source.ts';
import { aManifest } from '../builders.ts';

const all: SettingSources = {
  flags: {
    trials: '5',
    seed: '8',
    timeout: '2s',
    cpus: '2-3',
    harnessCpus: '0',
    launch: 'attached',
    firecracker: '/opt/fc/firecracker',
    jailer: '/opt/fc/jailer',
    firecrackerVersion: '1.14.0',
    title: 'mine',
    param: ['vcpus=1,2', 'memMib=128'],
    arm: ['base', 'candidate=memMib=256,bootArgs+=delay=5,logLevel=Warning'],
  },
  env: { MICROVM_BENCH_WARMUP: '3' },
  config: { allowedFailures: 0.1, sha256: { jailer: 'ab'.repeat(32) }, benchmarks: ['mine.ts'] },
  configPath: '/proj/microvm-bench.config.json',
  cwd: '/proj',
  randomSeed: 7,
};

function values(settings: Settings): unknown {
  return Object.fromEntries(
    Object.entries(settingsRecord(settings)).map(([name, setting]) => [name, setting.value]),
  );
}

function restored(sources: SettingSources): readonly [given: Settings, back: Settings] {
  const given = resolveSettings(sources);
  const manifest = { ...aManifest(), settings: structuredClone(settingsRecord(given)) };
  return [given, settingsOfManifest(manifest)];
}

describe('settingsOfManifest()', () => {
  it.each([
    ['every setting', all],
    ['the defaults', { ...all, flags: {}, env: {}, config: {} }],
  ])('gives %s back', (_what, sources) => {
    const [given, back] = restored(sources);
    expect(values(back)).toEqual(values(given));
    expect(Object.keys(back).sort()).toEqual(Object.keys(given).sort());
  });

  it('says that they are of the run, and leaves what was a default one', () => {
    const [, back] = restored(all);
    expect(back.trials.origin).toBe(`config of the run ${aManifest().runId}`);
    expect(back.jailBase.origin).toBe('default');
    expect(back.arms?.value.map(({ id }) => id)).toEqual(['base', 'candidate']);
  });

  it.each([
    ['trials', 'twenty', 'the setting trials of the run'],
    ['launch', 'somehow', 'the setting launch of the run'],
    ['arms.base', { memMib: 'much' }, 'the arm base of the run'],
  ])('refuses %s of %j', (name, value, text) => {
    const settings = { ...settingsRecord(resolveSettings(all)), [name]: { value, origin: 'default' } };
    const read = (): Settings => settingsOfManifest({ ...aManifest(), settings });
    expect(read).toThrow(BenchError);
    expect(read).toThrow(text);
  });
});
