import { describe, expect, it } from 'vitest';
import {
  listThreads,
  parseMigrations,
  parseSchedstat,
  parseStatus,
  readThreads,
} from '../../../src/host/threads.ts';

const statusText = [
  'Name:\tfc_vcpu 0',
  'State:\tR (running)',
  'Tgid:\t4711',
  'Pid:\t4713',
  'Cpus_allowed:\t2d',
  'Cpus_allowed_list:\t0,2-3,5',
  'Mems_allowed_list:\t0',
  'voluntary_ctxt_switches:\t17',
  'nonvoluntary_ctxt_switches:\t4',
  '',
].join('\n');

const schedText = [
  'fc_vcpu 0 (4713, #threads: 3)',
  '-------------------------------------------------------------------',
  'se.exec_start                                :        775097.154498',
  'se.sum_exec_runtime                          :             9.001382',
  'se.nr_migrations                             :                   12',
  'nr_switches                                  :                   21',
  '',
].join('\n');

describe('parseStatus()', () => {
  it('reads allowed CPUs and involuntary switches', () => {
    expect(parseStatus(statusText)).toEqual({ allowedCpus: [0, 2, 3, 5], involuntarySwitches: 4 });
  });

  it('refuses a text that lacks either', () => {
    expect(() => parseStatus('Name:\tx\n')).toThrow(expect.objectContaining({ code: 'SAMPLE_INVALID' }));
    expect(() => parseStatus('Cpus_allowed_list:\t0\n')).toThrow(
      expect.objectContaining({ code: 'SAMPLE_INVALID' }),
    );
  });
});

describe('parseSchedstat()', () => {
  it('reads run and wait nanoseconds', () => {
    expect(parseSchedstat('999412345 76393 21\n')).toEqual({ runNs: 999_412_345, waitNs: 76_393 });
  });

  it.each(['', '1 2', '1 2 x', '-1 2 3'])('refuses %j', (text) => {
    expect(() => parseSchedstat(text)).toThrow(`Cannot read the schedstat line "${text}"`);
  });
});

describe('parseMigrations()', () => {
  it('reads se.nr_migrations', () => {
    expect(parseMigrations(schedText)).toBe(12);
  });

  it('is undefined where the kernel does not tell', () => {
    expect(parseMigrations('nr_switches : 1\n')).toBeUndefined();
  });
});

describe('listThreads()', () => {
  it('lists this process by tid, the main thread first', () => {
    const tids = listThreads(process.pid).map(({ tid }) => tid);
    expect(tids[0]).toBe(process.pid);
    expect(tids).toEqual([...tids].sort((a, b) => a - b));
  });

  it('gives none for a process that is gone', () => {
    expect(listThreads(4_194_305)).toEqual([]);
  });
});

describe('readThreads()', () => {
  it('reads every thread of this process in full', () => {
    const threads = readThreads(process.pid);
    for (const thread of threads) {
      expect(thread.comm).not.toContain('\n');
      expect(thread.state).toMatch(/^[A-Z]$/);
      expect(thread.allowedCpus.length).toBeGreaterThan(0);
      expect(thread.lastCpu).toBeGreaterThanOrEqual(0);
      expect(thread.startTicks).toBeGreaterThan(0);
    }
    expect(threads.find(({ tid }) => tid === process.pid)?.runNs).toBeGreaterThan(0);
  });

  it('gives none for a process that is gone', () => {
    expect(readThreads(4_194_305)).toEqual([]);
  });
});
