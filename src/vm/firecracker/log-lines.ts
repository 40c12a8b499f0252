/** One line of Firecracker's log. The stamp is local wall clock without a zone, of nanosecond grain. */
export interface LogLine {
  /** As if the local stamp were UTC; `logClock` takes the zone out. */
  readonly localNs: bigint;
  /** `main`, `fc_api`, `fc_vcpu 0`. */
  readonly thread: string;
  readonly message: string;
}

const linePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{9}) \[([^:\]]*):([^:\]]*)(?::[^\]]*)?\] (.*)$/;

/** Undefined for text that is no log line, such as the second line of a panic. */
export function parseLogLine(text: string): LogLine | undefined {
  const match = linePattern.exec(text);
  if (match === null) return undefined;
  const [, seconds = '', nanoseconds = '', , thread = '', message = ''] = match;
  const localMs = Date.parse(`${seconds}Z`);
  if (Number.isNaN(localMs)) return undefined;
  return { localNs: BigInt(localMs) * 1_000_000n + BigInt(nanoseconds), thread, message };
}

/** Whole lines only: a line still being written is left for the next reading. */
export function parseLog(text: string): readonly LogLine[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .map(parseLogLine)
    .filter((line) => line !== undefined);
}

export interface GuestBootTime {
  readonly wallUs: number;
  readonly cpuUs: number;
}

/**
 * The first line of the boot timer: the device logs another one each time the guest writes to it again. Wall time is
 * from the start of the request's handling, CPU time that of the whole process (Firecracker, docs/design and
 * devices/pseudo/boot_timer.rs).
 */
export function findGuestBootTime(lines: readonly LogLine[]): GuestBootTime | undefined {
  for (const { message } of lines) {
    const match = /^Guest-boot-time =\s+(\d+) us \d+ ms,\s+(\d+) CPU us/.exec(message);
    if (match !== null) return { wallUs: Number(match[1]), cpuUs: Number(match[2]) };
  }
  return undefined;
}

export interface ApiCall {
  /** `GET`, `PUT`, `PATCH`. */
  readonly method: string;
  readonly path: string;
  /** Body as logged, escaped; empty without one. */
  readonly body: string;
  readonly durationUs: number;
}

/** Each answered request with the VMM's own duration: the API thread takes one at a time, so lines pair in order. */
export function findApiCalls(lines: readonly LogLine[]): readonly ApiCall[] {
  const calls: ApiCall[] = [];
  let open: Omit<ApiCall, 'durationUs'> | undefined;
  for (const { message } of lines) {
    const request = /^The API server received a (\w+) request on "([^"]*)"(?: with body "(.*)")?\.$/.exec(
      message,
    );
    if (request !== null) {
      const [, method = '', path = '', body = ''] = request;
      open = { method: method.toUpperCase(), path, body };
    }
    const duration = /^Total previous API call duration: (\d+) us\.$/.exec(message);
    if (duration !== null && open !== undefined) {
      calls.push({ ...open, durationUs: Number(duration[1]) });
      open = undefined;
    }
  }
  return calls;
}

const markPatterns: readonly (readonly [RegExp, string])[] = [
  [/^Running Firecracker v/, 'vmm.running'],
  [/^API server started\.$/, 'vmm.api_server_started'],
  [/^event_start: build microvm for boot$/, 'vmm.build_start'],
  [/^Kernel loaded/, 'vmm.kernel_loaded'],
  [/^event_end: build microvm for boot$/, 'vmm.build_end'],
  [/^event_start: boot microvm$/, 'vmm.boot_start'],
  [/^event_end: boot microvm$/, 'vmm.boot_end'],
  [/^Guest-boot-time =/, 'vmm.guest_ready'],
];

/** The moments of a boot that the log names, each once. */
export function findMarks(
  lines: readonly LogLine[],
): readonly { readonly name: string; readonly localNs: bigint }[] {
  const found = new Map<string, bigint>();
  for (const { message, localNs } of lines) {
    const name = markPatterns.find(([pattern]) => pattern.test(message))?.[1];
    if (name !== undefined && !found.has(name)) found.set(name, localNs);
  }
  return [...found].map(([name, localNs]) => ({ name, localNs }));
}

const faultPatterns: readonly RegExp[] = [
  /KVM_EXIT_INTERNAL_ERROR/,
  /KVM_EXIT_FAIL_ENTRY/,
  /KVM_EXIT_SHUTDOWN/,
  // After 31, SIGSYS, the next line names the system call.
  /Shutting down VM after intercepting signal (?!31,)/,
  /Shutting down VM after intercepting a bad syscall/,
  /Firecracker panicked at/,
  /Firecracker exit(?:ed|ing) with error/,
  /RunWith(?:out)?ApiError/,
  /Could not initialize metrics/,
  /Seccomp error:/,
];

/**
 * The first line that tells of a failure, whatever the exit status says: a VMM ends with status 0 after
 * KVM_EXIT_INTERNAL_ERROR or a guest's triple fault as well.
 */
export function findFault(text: string): string | undefined {
  return faultLines(text)[0];
}

/** What that line says, without its stamp; of a panic, whose cause stands on the next line, both. */
export function findFaultText(text: string): string | undefined {
  const [line, next] = faultLines(text);
  if (line === undefined) return undefined;
  const message = parseLogLine(line)?.message ?? line;
  const isPanic = message.startsWith('Firecracker panicked at') && next !== undefined && next.trim() !== '';
  return isPanic ? `${message} ${next.trim()}` : message;
}

/** The first line that tells of a failure, and all after it. */
function faultLines(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => !line.includes('] The API server received a ')); // bodies hold what callers like
  const first = lines.findIndex((line) => faultPatterns.some((pattern) => pattern.test(line)));
  return first === -1 ? [] : lines.slice(first);
}
