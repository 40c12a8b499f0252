import { BenchError } from '../base/errors.ts';
import type { AddressRange, MemoryUse } from '../model/observations.ts';

/** One mapping of `/proc/PID/smaps`. */
export interface Mapping extends AddressRange {
  /** "rw-p": the last letter is `s` for shared, `p` for private. */
  readonly permissions: string;
  /** File or name in brackets; empty for anonymous memory. As the process sees it, so relative to its own root. */
  readonly path: string;
  /** Two letters each (proc_pid_smaps(5), VmFlags): `nr` was mapped without a swap reservation. */
  readonly flags: readonly string[];
  readonly use: MemoryUse;
}

/**
 * Parses `/proc/PID/smaps`. Addresses are hexadecimal, and those of the vsyscall page pass 2^53.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function parseSmaps(text: string): readonly Mapping[] {
  return splitMappings(text).map(({ header, fields }) => {
    const size = fields.get('Size');
    if (size === undefined) throw unreadable('smaps', header);
    return {
      ...parseHeader(header),
      flags: (fields.get('VmFlags') ?? '').split(' ').filter((flag) => flag !== ''),
      use: { sizeKib: parseKib(size), ...readUse(fields, header) },
    };
  });
}

/**
 * Parses `/proc/PID/smaps_rollup`: one sum over all mappings, without their sizes.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function parseSmapsRollup(text: string): Omit<MemoryUse, 'sizeKib'> {
  const [rollup] = splitMappings(text);
  if (rollup === undefined) throw unreadable('smaps_rollup', text.slice(0, 80));
  return readUse(rollup.fields, rollup.header);
}

/** `VmPTE` of `/proc/PID/status`: the page tables of the process. A dead one has no such line. */
export function parsePageTablesKib(statusText: string): number {
  const value = /^VmPTE:\s*(\d+ kB)$/m.exec(statusText)?.[1];
  if (value === undefined) throw unreadable('process status', statusText.slice(0, 80));
  return parseKib(value);
}

export function sumUse(mappings: readonly Mapping[]): MemoryUse {
  const sum = (field: keyof MemoryUse): number => mappings.reduce((total, { use }) => total + use[field], 0);
  return {
    sizeKib: sum('sizeKib'),
    rssKib: sum('rssKib'),
    pssKib: sum('pssKib'),
    ussKib: sum('ussKib'),
    anonymousKib: sum('anonymousKib'),
    hugetlbKib: sum('hugetlbKib'),
  };
}

interface MappingText {
  readonly header: string;
  readonly fields: Map<string, string>;
}

const headerPattern = /^[0-9a-f]+-[0-9a-f]+ /;

function splitMappings(text: string): readonly MappingText[] {
  const mappings: MappingText[] = [];
  for (const line of text.split('\n')) {
    if (headerPattern.test(line)) {
      mappings.push({ header: line, fields: new Map() });
      continue;
    }
    const colon = line.indexOf(':');
    if (colon >= 0) mappings.at(-1)?.fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return mappings;
}

function parseHeader(header: string): Omit<Mapping, 'flags' | 'use'> {
  const match = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) [0-9a-f]+ \S+ \d+ *(.*)$/.exec(header);
  const [, start, end, permissions, path] = match ?? [];
  if (start === undefined || end === undefined || permissions === undefined)
    throw unreadable('smaps', header);
  return { start: BigInt(`0x${start}`), end: BigInt(`0x${end}`), permissions, path: path ?? '' };
}

function readUse(fields: ReadonlyMap<string, string>, header: string): Omit<MemoryUse, 'sizeKib'> {
  const kib = (name: string): number => {
    const value = fields.get(name);
    if (value === undefined) throw unreadable('smaps', `${header}: no ${name}`);
    return parseKib(value);
  };
  return {
    rssKib: kib('Rss'),
    pssKib: kib('Pss'),
    ussKib: kib('Private_Clean') + kib('Private_Dirty'),
    anonymousKib: kib('Anonymous'),
    hugetlbKib: kib('Private_Hugetlb') + kib('Shared_Hugetlb'),
  };
}

// The kernel's "kB" are 1024 bytes.
function parseKib(value: string): number {
  const digits = /^(\d+) kB$/.exec(value)?.[1];
  if (digits === undefined) throw unreadable('size', value);
  return Number(digits);
}

function unreadable(what: string, seen: string): BenchError {
  return new BenchError('SAMPLE_INVALID', `Cannot read the ${what} "${seen}"`);
}
