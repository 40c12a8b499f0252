import { describe, expect, it } from 'vitest';
import { parseThreadRecord } from '../../../src/host/thread-record.ts';

function statLine(tid: number, comm: string, cpu: number): string {
  const fields = Array.from({ length: 50 }, (_, index) => (index === 39 - 3 ? cpu : 0));
  return `S ${tid} ${tid} (${comm}) ${['S', ...fields.slice(1)].join(' ')}`;
}

const record = [
  'T 0 1000000000',
  'R 7 100 10 1',
  statLine(7, 'firecracker', 0),
  'T 1 1010000100',
  'R 7 200 10 1',
  'T 3 1030000000',
  'R 7 400 20 1',
  statLine(7, 'firecracker', 1),
  'R 8 5 6 1',
  statLine(8, 'fc_vcpu 0', 1),
  'C 123456',
  'E 1035000000 stopped',
  '',
].join('\n');

describe('parseThreadRecord()', () => {
  it('reads ticks, the missed one, and each thread from its first tick on', () => {
    expect(parseThreadRecord(record, 10_000_000)).toEqual({
      startedAt: 1_000_000_000n,
      durationNs: 35_000_000,
      periodNs: 10_000_000,
      tickCount: 3,
      missedTickCount: 1,
      samplerCpuNs: 123_456,
      threads: [
        {
          tid: 7,
          comm: 'firecracker',
          samples: [
            { atNs: 0, runNs: 100, waitNs: 10, lastCpu: 0 },
            { atNs: 10_000_100, runNs: 200, waitNs: 10, lastCpu: 0 },
            { atNs: 30_000_000, runNs: 400, waitNs: 20, lastCpu: 1 },
          ],
        },
        { tid: 8, comm: 'fc_vcpu 0', samples: [{ atNs: 30_000_000, runNs: 5, waitNs: 6, lastCpu: 1 }] },
      ],
    });
  });

  it('keeps the samples of a process that has ended, with a failure', () => {
    const series = parseThreadRecord(record.replace('stopped', 'ended'), 10_000_000);
    expect(series.failure).toBe('the process ended while its threads were sampled');
    expect(series.threads).toHaveLength(2);
  });

  it.each([
    ['a record that was cut off', record.slice(0, record.indexOf('E '))],
    ['a line of another kind', 'X 1 2\n'],
    ['a tick without a moment', 'T 0\n'],
    ['an empty record', ''],
  ])('refuses %s', (_what, text) => {
    expect(() => parseThreadRecord(text, 10_000_000)).toThrow(/^Cannot read the record of the threads: /);
  });
});
