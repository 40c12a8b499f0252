import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startProcessUsage } from '../../src/host/process-usage.ts';

describe('startProcessUsage()', () => {
  it('tells the share of a spinning process without the first, empty value', async () => {
    const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    try {
      const usage = startProcessUsage(child.pid ?? 0, { periodMs: 1000 });
      await delay(2500); // the span that is sampled
      const { samples, failure } = await usage.stop();
      expect(failure).toBeUndefined();
      expect(samples).toHaveLength(2);
      for (const { cpuPercent, rssKib } of samples) {
        expect(cpuPercent).toBeGreaterThan(10);
        expect(cpuPercent).toBeLessThan(250);
        expect(rssKib).toBeGreaterThan(1000);
      }
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('says that a process is not there', async () => {
    const usage = startProcessUsage(2 ** 22 + 1, { periodMs: 1000 });
    expect(await usage.stop()).toMatchObject({ samples: [], failure: 'No matching pid found' });
  });

  it('refuses a period whose values would be noise', () => {
    expect(() => startProcessUsage(process.pid, { periodMs: 999 })).toThrow(
      /Cannot sample a process's CPU share/,
    );
  });
});
