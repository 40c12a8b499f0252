import type { ObservedTrial } from '../model/figures/observed-trial.ts';
import { optional } from '../base/optional.ts';
import { parseStrict, z } from '../model/schema.ts';

/** A moment of the harness's clock: it passes 2^53, so JSON has it as text. */
const moment = z.string().regex(/^\d{1,20}$/);
const nanoseconds = z.number().nonnegative();

const launchSchema = z.object({
  startedAt: moment,
  upAt: moment.optional(),
  bootUs: z.number().optional(),
  hostAvailableKib: z.number().optional(),
});

const threadSchema = z.object({
  tid: z.int(),
  comm: z.string(),
  samples: z.array(
    z.object({ atNs: nanoseconds, runNs: nanoseconds, waitNs: nanoseconds, lastCpu: z.int() }),
  ),
});

const observationsSchema = z.object({
  trialStartedAt: moment,
  launches: z.array(launchSchema).optional(),
  threads: z.object({ startedAt: moment, threads: z.array(threadSchema) }).optional(),
});

/**
 * Launches and threads of what a trial has looked at, with times from the start of the trial; whatever else the file holds is
 * left out.
 * @throws BenchError `RUN_MALFORMED`
 */
export function parseObservations(value: unknown, path: string): Pick<ObservedTrial, 'launches' | 'threads'> {
  const parsed = parseStrict(observationsSchema, value, { what: `"${path}"`, code: 'RUN_MALFORMED' });
  const begunAt = BigInt(parsed.trialStartedAt);
  const sinceStart = (at: string): number => Number(BigInt(at) - begunAt);
  const { launches, threads } = parsed;
  return {
    ...optional(
      'launches',
      launches?.map(({ startedAt, upAt, bootUs, hostAvailableKib }) => ({
        startNs: sinceStart(startedAt),
        ...optional('upNs', upAt === undefined ? undefined : sinceStart(upAt)),
        ...optional('bootUs', bootUs),
        ...optional('hostAvailableKib', hostAvailableKib),
      })),
    ),
    ...optional(
      'threads',
      threads === undefined ? undefined : { startNs: sinceStart(threads.startedAt), tracks: threads.threads },
    ),
  };
}
