import { describe, expect, it } from 'vitest';
import { runToEnd, type Ending } from '../../../../src/host/ssh/run-to-end.ts';

const never = new AbortController().signal;

function runShell(script: string, timeoutMs = 10_000): Promise<Ending> {
  return runToEnd('sh', ['-c', script], { timeoutMs, signal: never });
}

describe('runToEnd()', () => {
  it('tells both outputs and the exit status', async () => {
    expect(await runShell('echo out; echo err >&2; exit 3')).toEqual({
      how: { kind: 'exited', status: 3 },
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('gives an empty stdin', async () => {
    expect(await runShell('cat')).toEqual({ how: { kind: 'exited', status: 0 }, stdout: '', stderr: '' });
  });

  it('tells a signal', async () => {
    expect((await runShell('kill -9 $$')).how).toEqual({ kind: 'killed', signal: 'SIGKILL' });
  });

  it('tells that the time was over, also when the tool ends by itself on SIGTERM', async () => {
    const trapping = "trap 'exit 255' TERM; echo ready; while :; do sleep 0.01; done";
    expect(await runShell(trapping, 100)).toMatchObject({ how: { kind: 'timed-out' }, stdout: 'ready\n' });
  });

  it('tells that there is no such tool', async () => {
    const { how } = await runToEnd('/nowhere/ssh', [], { timeoutMs: 1000, signal: never });
    expect(how).toEqual({ kind: 'not-started', reason: 'ENOENT' });
  });

  it('tells that too much was written', async () => {
    expect((await runShell('head -c 70000000 /dev/zero')).how).toEqual({ kind: 'too-much-output' });
  });

  it('resolves on an abort when the tool is gone', async () => {
    const abort = new AbortController();
    const running = runToEnd('sh', ['-c', 'exec sleep 60'], { timeoutMs: 60_000, signal: abort.signal });
    abort.abort();
    expect((await running).how).toEqual({ kind: 'aborted' });
  });

  it('starts nothing once aborted', async () => {
    const limits = { timeoutMs: 1000, signal: AbortSignal.abort() };
    expect((await runToEnd('/nowhere/ssh', [], limits)).how).toEqual({ kind: 'aborted' });
  });
});
