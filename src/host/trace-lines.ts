import { BenchError } from '../base/errors.ts';
import type { GuestIo } from '../model/observations.ts';

/**
 * Parses the `trace` file of an instance that has `kvm_pio` and `kvm_mmio` on and the clock `mono`, whose stamps are
 * seconds with six digits. Events of other names are left out.
 * @throws BenchError `SAMPLE_INVALID` when one of these two can't be read
 */
export function parseTrace(text: string): readonly GuestIo[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => parseLine(line) ?? []);
}

// "  fc_vcpu 0-426  [000] .....  7413.365801: kvm_pio: …": a thread's name may hold anything, a hyphen too.
const linePattern = /^\s*.*-(\d+)\s+\[(\d+)\]\s+\S+\s+(\d+)\.(\d{6}): (\w+): (.*)$/;

function parseLine(line: string): GuestIo | undefined {
  const [, tid, cpu, seconds, micros, event, text] = linePattern.exec(line) ?? [];
  // Whole lines of the kernel's own: "CPU:1 [LOST 3 EVENTS]".
  if (seconds === undefined || micros === undefined || text === undefined) return undefined;
  if (event !== 'kvm_pio' && event !== 'kvm_mmio') return undefined;
  const access = event === 'kvm_pio' ? parsePio(text) : parseMmio(text);
  if (access === undefined) throw new BenchError('SAMPLE_INVALID', `Cannot read the trace line "${line}"`);
  const at = BigInt(seconds) * 1_000_000_000n + BigInt(micros) * 1000n;
  return { at, ...access, tid: Number(tid), cpu: Number(cpu) };
}

type Access = Pick<GuestIo, 'kind' | 'direction' | 'address' | 'value'>;

// Linux, arch/x86/kvm/trace.h
function parsePio(text: string): Access | undefined {
  const match = /^pio_(read|write) at (0x[0-9a-f]+) size \d+ count \d+ val (0x[0-9a-f]+)/.exec(text);
  const [, direction, address, value] = match ?? [];
  if (direction === undefined || address === undefined || value === undefined) return undefined;
  return { kind: 'pio', direction: directionOf(direction), address: BigInt(address), value: BigInt(value) };
}

// Linux, include/trace/events/kvm.h. A read that leaves for the VMM is "unsatisfied" first and has no value.
function parseMmio(text: string): Access | undefined {
  const match = /^mmio (unsatisfied-read|read|write) len \d+ gpa (0x[0-9a-f]+) val (0x[0-9a-f]+)/.exec(text);
  const [, direction, address, value] = match ?? [];
  if (direction === undefined || address === undefined || value === undefined) return undefined;
  const access = { kind: 'mmio', direction: directionOf(direction), address: BigInt(address) } as const;
  return direction === 'unsatisfied-read' ? access : { ...access, value: BigInt(value) };
}

function directionOf(word: string): GuestIo['direction'] {
  return word === 'write' ? 'write' : 'read';
}
