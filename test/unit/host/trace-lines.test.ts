import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstGuestIo } from '../../../src/host/guest-io-trace.ts';
import { parseTrace } from '../../../src/host/trace-lines.ts';

// Linux 6.18.
const trace = `# tracer: nop
#
# entries-in-buffer/entries-written: 4/4   #P:2
#
#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
#              | |         |   |||||     |         |
       fc_vcpu 0-426     [000] .....  7413.365801: kvm_pio: pio_write at 0x3f8 size 1 count 1 val 0x2e 
       fc_vcpu 0-426     [001] d..1.  7413.366000: kvm_mmio: mmio write len 1 gpa 0xd0000000 val 0x7b
CPU:1 [LOST 3 EVENTS]
       fc_vcpu 0-426     [001] .....  7413.366100: kvm_mmio: mmio unsatisfied-read len 4 gpa 0xd0000000 val 0x0
     firecracker-425     [000] .....  7413.366200: sched_switch: prev_comm=a
`;

describe('parseTrace()', () => {
  it('reads port and memory-mapped I/O and leaves the rest out', () => {
    expect(parseTrace(trace)).toEqual([
      {
        at: 7_413_365_801_000n,
        kind: 'pio',
        direction: 'write',
        address: 0x3f8n,
        value: 0x2en,
        tid: 426,
        cpu: 0,
      },
      {
        at: 7_413_366_000_000n,
        kind: 'mmio',
        direction: 'write',
        address: 0xd0000000n,
        value: 0x7bn,
        tid: 426,
        cpu: 1,
      },
      { at: 7_413_366_100_000n, kind: 'mmio', direction: 'read', address: 0xd0000000n, tid: 426, cpu: 1 },
    ]);
  });

  it('reads the thread whatever its name', () => {
    const nameParts = fc.constantFrom('-', ' ', '[0]', '1', 'a', ': kvm_pio: ');
    fc.assert(
      fc.property(
        fc.array(nameParts).map((parts) => parts.join('')),
        fc.nat(4_194_304),
        (name, tid) => {
          const line = `  ${name}-${tid} [003] .....  1.000002: kvm_pio: pio_read at 0x64 size 1 count 2 val 0x1 (...)`;
          expect(parseTrace(line)).toMatchObject([{ tid, cpu: 3, at: 1_000_002_000n, direction: 'read' }]);
        },
      ),
    );
  });

  it('refuses an event of ours that it cannot read', () => {
    expect(() => parseTrace(' a-1 [0] ..... 1.000000: kvm_pio: pio_jump at 3')).toThrow(
      /Cannot read the trace line/,
    );
  });
});

describe('firstGuestIo()', () => {
  it('passes over what came before, with the half microsecond that a stamp may be off', () => {
    const ios = parseTrace(trace);
    expect(firstGuestIo(ios, 7_413_365_801_500n)).toBe(ios[0]);
    expect(firstGuestIo(ios, 7_413_365_801_501n)).toBe(ios[1]);
    expect(firstGuestIo(ios, 7_413_400_000_000n)).toBeUndefined();
  });
});
