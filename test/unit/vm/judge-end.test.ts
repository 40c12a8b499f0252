import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ProcessExit, VmEnd } from '../../../src/model/trial.ts';
import { formatVmmExit } from '../../../src/vm/firecracker/format-vmm-exit.ts';
import { judgeEnd } from '../../../src/vm/firecracker/judge-end.ts';

const cleanLog = readFileSync('test/fixtures/firecracker-1.12.1/boot.log', 'utf8');
const stamp = '2026-11-24T06:06:29.427704803';
const status = (value: number): ProcessExit => ({ kind: 'status', status: value });
const signal = (value: number): ProcessExit => ({ kind: 'signal', signal: value });
const unknown: ProcessExit = { kind: 'unknown' };
const hangUpLine = `${stamp} [vm-1:main] Shutting down VM after intercepting signal 1, code 0.`;

describe('judgeEnd() lets pass', () => {
  const fine: readonly (readonly [string, VmEnd, string])[] = [
    ['a guest that resets itself', { exit: status(0), steps: [] }, ''],
    ['a guest that resets when it is asked', { exit: status(0), steps: ['ctrl-alt-del'] }, ''],
    ['our own SIGKILL', { exit: signal(9), steps: ['SIGKILL'] }, ''],
    ['our own cgroup.kill', { exit: signal(9), steps: ['SIGKILL: Cannot', 'cgroup.kill'] }, ''],
    ['our own SIGTERM', { exit: signal(15), steps: ['SIGTERM'] }, ''],
    ['our own SIGHUP, with its line', { exit: status(156), steps: ['SIGHUP'] }, hangUpLine],
    ['an end of the ladder whose status is lost', { exit: unknown, steps: ['SIGKILL'] }, ''],
    [
      'words of a fault in a request that was logged',
      { exit: signal(9), steps: ['SIGKILL'] },
      `${stamp} [vm-1:fc_api] The API server received a Put request on "/boot-source" with body "KVM_EXIT_SHUTDOWN".`,
    ],
  ];

  it.each(fine)('%s', (_what, end, words) => {
    expect(judgeEnd(end, `${cleanLog}${words}\n`)).toBeUndefined();
  });

  it('a signal that was expected', () => {
    expect(judgeEnd({ exit: signal(9), steps: [] }, cleanLog, { signal: 'SIGKILL' })).toBeUndefined();
    expect(judgeEnd({ exit: status(156), steps: [] }, hangUpLine, { signal: 'SIGHUP' })).toBeUndefined();
  });
});

describe('judgeEnd() finds', () => {
  const outside = 'Firecracker was killed from outside by';
  const faulty: readonly (readonly [string, VmEnd, string])[] = [
    ['a SIGKILL of somebody else', { exit: signal(9), steps: [] }, `${outside} SIGKILL`],
    ['another signal than ours', { exit: signal(11), steps: ['SIGTERM'] }, `${outside} SIGSEGV`],
    [
      'a seccomp fault',
      { exit: status(148), steps: [] },
      'Firecracker ended by itself with exit status 148, forbidden system call',
    ],
    [
      'a SIGHUP of somebody else',
      { exit: status(156), steps: [] },
      'Firecracker ended by itself with exit status 156, SIGHUP',
    ],
    [
      'an end without a reason',
      { exit: unknown, steps: [] },
      'Firecracker ended by itself, its exit status unknown',
    ],
  ];

  it.each(faulty)('%s', (_what, end, fault) => {
    expect(judgeEnd(end, cleanLog)).toBe(fault);
  });

  it.each([
    'Received KVM_EXIT_INTERNAL_ERROR signal',
    'Received KVM_EXIT_SHUTDOWN signal',
    'Shutting down VM after intercepting a bad syscall (59).',
    'Shutting down VM after intercepting signal 11, code 1.',
    'Firecracker panicked at src/firecracker/src/main.rs:364:20:',
  ])('"%s" in the log, whatever the exit status', (message) => {
    const line = `${stamp} [vm-1:fc_vcpu 0] ${message}`;
    const ends: readonly VmEnd[] = [
      { exit: status(0), steps: [] },
      { exit: signal(9), steps: ['SIGKILL'] },
    ];
    for (const end of ends) expect(judgeEnd(end, `${cleanLog}${line}\n`)).toBe(`the log says "${line}"`);
  });

  it('another signal than the expected one', () => {
    expect(judgeEnd({ exit: signal(6), steps: [] }, cleanLog, { signal: 'SIGKILL' })).toBe(
      `${outside} SIGABRT`,
    );
  });
});

describe('formatVmmExit()', () => {
  it.each([
    [status(0), 'exit status 0'],
    [status(148), 'exit status 148, forbidden system call'],
    [status(152), 'exit status 152, bad configuration'],
    [signal(9), 'signal 9'],
    [unknown, 'unknown exit status'],
  ])('names %o', (exit, text) => {
    expect(formatVmmExit(exit)).toBe(text);
  });
});
