import { BenchError } from '../base/errors.ts';
import { openGuestIoTrace, type GuestIoTrace, type GuestIoTraceOptions } from './guest-io-trace.ts';
import { openTracefs, type Tracefs } from './tracefs.ts';

/** A trace, or why there is none on this host. */
export type TracedIo =
  | { readonly kind: 'traced'; readonly trace: GuestIoTrace }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Traces of many VMs, one after the other or at once. Disposal leaves tracefs as it was found. */
export interface GuestIoTracing extends AsyncDisposable {
  /** @throws BenchError `CLEANUP_FAILED` when what was begun of a trace cannot be undone */
  readonly open: (options: GuestIoTraceOptions) => Promise<TracedIo>;
}

/** Touches nothing before the first trace is asked for. */
export function createGuestIoTracing(): GuestIoTracing {
  let opened: Promise<Tracefs> | undefined;
  return {
    async open(options): Promise<TracedIo> {
      try {
        opened ??= openTracefs();
        return { kind: 'traced', trace: openGuestIoTrace(await opened, options) };
      } catch (thrown) {
        if (!(thrown instanceof BenchError) || thrown.code !== 'FACILITY_MISSING') throw thrown;
        return { kind: 'unavailable', reason: thrown.message };
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      const tracefs = await opened?.catch(() => undefined);
      await tracefs?.[Symbol.asyncDispose]();
    },
  };
}
