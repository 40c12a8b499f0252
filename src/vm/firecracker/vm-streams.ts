import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CleanupStack } from '../../base/cleanup-stack.ts';
import { BenchError } from '../../base/errors.ts';
import { hostPath } from '../../model/brands.ts';
import type { PrepareRequest } from '../../model/vm-driver.ts';
import type { VmConsole } from '../../model/vm-streams.ts';
import { openConsoleInput, type ConsoleInput } from './console-input.ts';
import type { JailLayout } from './jail-layout.ts';
import { openLogFifo, type LogFifo } from './log-fifo.ts';
import { openLogStream, type LogStream } from './log-stream.ts';
import type { VmmProcess } from './vmm-process.ts';
import { waitForGrowth, withoutState } from './wait-for-growth.ts';

type StreamsRequest = Pick<
  PrepareRequest,
  'launch' | 'console' | 'log' | 'uid' | 'gid' | 'timeoutMs' | 'signal'
>;

export interface StreamsOptions {
  readonly request: StreamsRequest;
  readonly layout: JailLayout;
  readonly cleanup: CleanupStack;
  readonly vmm: () => VmmProcess | undefined;
}

/** What a VM says and hears. */
export interface VmStreams {
  /** As given; `log` is the plain file also where the VMM writes to a FIFO. */
  readonly layout: JailLayout;
  readonly log: LogStream;
  readonly console: VmConsole;
  /** Absent where the VMM has nothing to read. */
  readonly input: ConsoleInput | undefined;
}

/**
 * Opens them in a jail that is filled, before the VMM starts.
 * @throws BenchError `SPEC_INVALID` for an interactive console of a daemonized VMM
 */
export async function openStreams(options: StreamsOptions): Promise<VmStreams> {
  const { request, cleanup, vmm } = options;
  const { layout, fifo } = await placeLog(options);
  const log = openLogStream({
    path: layout.log,
    vmm,
    ...(fifo === undefined ? {} : { refresh: fifo.drain }),
  });
  cleanup.defer('close the log', () => {
    log[Symbol.dispose]();
  });
  const input = request.console === 'interactive' ? await openInput(options) : undefined;
  return { layout, log, input, console: openConsole({ ...options, layout }, input) };
}

/** In FIFO mode the FIFO takes the log's place in the jail, and the log lies beside the console. */
async function placeLog({ request, layout, cleanup }: StreamsOptions): Promise<{
  readonly layout: JailLayout;
  readonly fifo: LogFifo | undefined;
}> {
  if (request.log !== 'fifo') return { layout, fifo: undefined };
  const copy = hostPath(join(layout.directory, 'log'));
  rmSync(layout.log);
  const fifo = await openLogFifo({ path: layout.log, copy, owner: request });
  cleanup.defer('close the log FIFO', () => {
    fifo[Symbol.dispose]();
  });
  return { layout: { ...layout, log: copy }, fifo };
}

async function openInput({ request, layout, cleanup, vmm }: StreamsOptions): Promise<ConsoleInput> {
  if (request.launch === 'daemonize') {
    throw new BenchError(
      'SPEC_INVALID',
      'Cannot open an interactive console: the jailer gives a daemonized Firecracker /dev/null',
      { hint: 'Choose another launch mode' },
    );
  }
  const input = await openConsoleInput(layout, () => vmm()?.exit() !== undefined);
  cleanup.defer("close the console's input", () => {
    input[Symbol.dispose]();
  });
  return input;
}

function openConsole({ request, layout, vmm }: StreamsOptions, input: ConsoleInput | undefined): VmConsole {
  const text = (): string => (existsSync(layout.console) ? readFileSync(layout.console, 'utf8') : '');
  return {
    text,
    async write(words): Promise<void> {
      if (input === undefined) {
        throw new BenchError('SPEC_INVALID', 'Cannot write to the console: it was opened for output only', {
          hint: "Prepare the VM with console: 'interactive'",
        });
      }
      await input.write(words, request);
    },
    waitForText: (pattern, wait) =>
      waitForGrowth({
        ...wait,
        path: layout.console,
        action: `see ${String(pattern)} on the console`,
        find: () => withoutState(pattern).exec(text())?.[0],
        vmm: vmm(),
      }),
  };
}
