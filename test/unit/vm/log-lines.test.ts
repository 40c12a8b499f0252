import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { logStampToMonotonic } from '../../../src/vm/firecracker/log-clock.ts';
import {
  findApiCalls,
  findFault,
  findFaultText,
  findGuestBootTime,
  findMarks,
  parseLog,
  parseLogLine,
} from '../../../src/vm/firecracker/log-lines.ts';

const bootLog = readFileSync('test/fixtures/firecracker-1.12.1/boot.log', 'utf8');

describe('parseLogLine()', () => {
  it('reads stamp, thread and message', () => {
    expect(parseLogLine('2026-11-24T06:06:29.427704803 [vm-1:fc_vcpu 0] Hello: [x] "y"')).toEqual({
      localNs: BigInt(Date.UTC(2026, 10, 24, 6, 6, 29)) * 1_000_000n + 427_704_803n,
      thread: 'fc_vcpu 0',
      message: 'Hello: [x] "y"',
    });
  });

  it('reads a line with level and origin', () => {
    const line = parseLogLine('2026-11-24T06:06:29.427704803 [vm-1:main:DEBUG:src/lib.rs:115] Hello');
    expect(line).toMatchObject({ thread: 'main', message: 'Hello' });
  });

  it.each(['', 'note: run with `RUST_BACKTRACE=1`', '2026-11-24 06:06 [a:b] c'])(
    'gives nothing for "%s"',
    (text) => {
      expect(parseLogLine(text)).toBeUndefined();
    },
  );
});

describe('a recorded boot of Firecracker 1.12.1', () => {
  const lines = parseLog(bootLog);

  it('gives every line', () => {
    expect(lines).toHaveLength(bootLog.trim().split('\n').length);
  });

  it('gives the boot timer', () => {
    expect(findGuestBootTime(lines)).toEqual({ wallUs: 20_657, cpuUs: 14_425 });
  });

  it("gives each API call with the VMM's duration", () => {
    expect(
      findApiCalls(lines).map(({ method, path, durationUs }) => `${method} ${path} ${durationUs}`),
    ).toEqual([
      'GET / 53',
      'PUT /machine-config 55',
      'PUT /boot-source 74',
      'PUT /actions 19376',
      'PUT /actions 136',
      'GET /vm/config 50',
    ]);
  });

  it('gives the marks of a boot in order', () => {
    const marks = findMarks(lines);
    expect(marks.map(({ name }) => name)).toEqual([
      'vmm.running',
      'vmm.api_server_started',
      'vmm.build_start',
      'vmm.kernel_loaded',
      'vmm.build_end',
      'vmm.boot_start',
      'vmm.boot_end',
      'vmm.guest_ready',
    ]);
    const stamps = marks.map(({ localNs }) => localNs);
    expect([...stamps].sort((a, b) => Number(a - b))).toEqual(stamps);
  });

  it('holds no fault', () => {
    expect(findFault(bootLog)).toBeUndefined();
  });

  it('leaves a line that is still being written for the next reading', () => {
    const cut = bootLog.slice(0, bootLog.indexOf('Guest-boot-time') + 30);
    expect(findGuestBootTime(parseLog(cut))).toBeUndefined();
  });
});

describe('findGuestBootTime()', () => {
  it('takes the first line: the guest may write to the timer again', () => {
    const again = bootLog.replace(
      /\n([^\n]*)Guest-boot-time = {2}20657/,
      '\n$1Guest-boot-time =  99999 us 99 ms,  1 CPU us 0 CPU ms$&',
    );
    expect(findGuestBootTime(parseLog(again))).toEqual({ wallUs: 99_999, cpuUs: 1 });
  });
});

describe('findFault()', () => {
  it.each([
    '2026-11-24T06:06:29.427704803 [vm-1:fc_vcpu 0] Received KVM_EXIT_INTERNAL_ERROR signal',
    '2026-11-24T06:06:29.427704803 [vm-1:fc_vcpu 0] Received KVM_EXIT_SHUTDOWN signal',
    '2026-11-24T06:06:29.427704803 [vm-1:main] Shutting down VM after intercepting signal 11, code 0.',
    '2026-11-24T06:06:29.427704803 [vm-1:main] Firecracker panicked at src/firecracker/src/main.rs:364:20:',
  ])('finds %s', (line) => {
    expect(findFault(`${bootLog}${line}\n`)).toBe(line);
  });
});

describe('findFaultText()', () => {
  const stamp = '2026-11-24T06:06:29.427704803 [vm-1:main]';

  it('tells the cause of a panic, which is on the next line', () => {
    const panic = `${stamp} Firecracker panicked at src/firecracker/src/main.rs:378:18:\nnot a number\n`;
    expect(findFaultText(bootLog + panic)).toBe(
      'Firecracker panicked at src/firecracker/src/main.rs:378:18: not a number',
    );
  });

  it('tells the system call, and not the signal before it', () => {
    const killed = [
      `${stamp} Shutting down VM after intercepting signal 31, code 1.`,
      `${stamp} Shutting down VM after intercepting a bad syscall (288).`,
    ].join('\n');
    expect(findFaultText(killed)).toBe('Shutting down VM after intercepting a bad syscall (288).');
  });

  it('tells nothing of a log without a fault', () => {
    expect(findFaultText(bootLog)).toBeUndefined();
  });
});

describe('logStampToMonotonic()', () => {
  const pair = { monotonicNs: 5_000_000_000n, wallNs: 1_795_000_000_000_000_000n };

  it.each([
    ['UTC', 0n],
    ['+05:45', 345n * 60n],
    ['-09:30', -570n * 60n],
    ['+14:00', 840n * 60n],
  ])('takes the zone %s out', (_zone, offsetSeconds) => {
    const later = 1_234_567n;
    const local = pair.wallNs + offsetSeconds * 1_000_000_000n + later;
    expect(logStampToMonotonic(local, pair)).toBe(pair.monotonicNs + later);
  });

  it('keeps a stamp a little before the pair before it', () => {
    expect(logStampToMonotonic(pair.wallNs - 300n, pair)).toBe(pair.monotonicNs - 300n);
  });
});
