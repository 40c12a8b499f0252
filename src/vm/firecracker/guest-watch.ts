import { monotonicNs, type MonotonicNs } from '../../base/clock.ts';
import { BenchError } from '../../base/errors.ts';
import { firstGuestIo } from '../../host/guest-io-trace.ts';
import type { TracedIo } from '../../host/guest-io-tracing.ts';
import type { ActivitySource, GuestActivity, GuestIo, GuestOutput } from '../../model/observations.ts';
import type { StreamWait, VmConsole } from '../../model/vm-streams.ts';

/** COM1, which carries the guest's console. */
const consolePort = 0x3f8n;

/** Tells when a guest did what, by the best source that there is. */
export interface GuestWatch {
  readonly waitForOutput: (pattern: RegExp, wait: StreamWait) => Promise<GuestOutput>;
  /** @throws BenchError `SAMPLE_INVALID` when nothing was seen */
  readonly firstActivity: (after: MonotonicNs) => GuestActivity;
  /** What told of outputs so far. A trace that was full does not hold the later ones. */
  readonly outputSources: () => readonly ActivitySource[];
  /** Why nothing is traced, where a trace was asked for. */
  readonly untraced: () => string | undefined;
}

export interface GuestWatchOptions {
  readonly console: Pick<VmConsole, 'waitForText'>;
  /** Undefined: none was asked for. */
  readonly traced: TracedIo | undefined;
}

export function createGuestWatch({ console, traced }: GuestWatchOptions): GuestWatch {
  const readIos = (): readonly GuestIo[] => (traced?.kind === 'traced' ? traced.trace.read().ios : []);
  let firstSeenAt: MonotonicNs | undefined;
  const sources = new Set<ActivitySource>();
  return {
    async waitForOutput(pattern, wait): Promise<GuestOutput> {
      if (firstSeenAt === undefined) {
        await console.waitForText(/[^]/, wait);
        firstSeenAt = monotonicNs();
      }
      const text = await console.waitForText(pattern, wait);
      const seenAt = monotonicNs();
      const writtenAt = findWritten(readIos(), pattern);
      const source = writtenAt === undefined ? 'console' : 'kvm-trace';
      sources.add(source);
      return { text, at: writtenAt ?? seenAt, source };
    },
    outputSources: () => [...sources],
    untraced: () => (traced?.kind === 'unavailable' ? traced.reason : undefined),
    firstActivity(after): GuestActivity {
      const io = firstGuestIo(readIos(), after);
      if (io !== undefined) return { at: io.at, source: 'kvm-trace' };
      if (firstSeenAt !== undefined) return { at: firstSeenAt, source: 'console' };
      throw new BenchError(
        'SAMPLE_INVALID',
        `Cannot tell the guest's first activity: ${whyUntraced(traced)}, and no output was waited for`,
        { hint: 'Prepare the VM with traceGuestIo, or wait for output of the guest' },
      );
    },
  };
}

/** When the last character of the first match was written; undefined when the trace does not hold it. */
export function findWritten(ios: readonly GuestIo[], pattern: RegExp): MonotonicNs | undefined {
  const written = ios.filter(({ kind, direction, address }) => {
    return kind === 'pio' && direction === 'write' && address === consolePort;
  });
  const text = String.fromCharCode(...written.map(({ value }) => Number(value ?? 0n)));
  const match = new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, '')).exec(text);
  if (match === null) return undefined;
  return written[match.index + Math.max(match[0].length, 1) - 1]?.at;
}

function whyUntraced(traced: TracedIo | undefined): string {
  if (traced === undefined) return 'its I/O was not traced';
  return traced.kind === 'traced' ? 'its trace is empty' : traced.reason;
}
