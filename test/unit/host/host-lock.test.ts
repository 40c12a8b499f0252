import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import { takeHostLock } from '../../../src/host/host-lock.ts';

const name = `microvm-bench-test-${process.pid}`;

async function failureOf(work: Promise<unknown>): Promise<BenchError> {
  const thrown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown instanceof BenchError) return thrown;
  throw new Error('it did not fail with a BenchError', { cause: thrown });
}

describe('takeHostLock()', () => {
  it('says who holds it and since when, and no more', async () => {
    const before = new Date().toISOString();
    await using _lock = await takeHostLock(name);
    const { code, message, cause } = await failureOf(takeHostLock(name));
    expect({ code, cause }).toEqual({ code: 'LOCK_HELD', cause: undefined });
    const found = /another run is measuring on this host \(pid (\d+), since (.+)\)$/.exec(message);
    expect(found?.[1]).toBe(String(process.pid));
    expect(found?.[2] !== undefined && found[2] >= before).toBe(true);
  });

  it('gives it back', async () => {
    await (await takeHostLock(name))[Symbol.asyncDispose]();
    await (await takeHostLock(name))[Symbol.asyncDispose]();
  });

  it('tells of a holder that says nothing fit for a terminal', async () => {
    const server = createServer((connection) => connection.end('\u001b[2J'));
    await new Promise<void>((resolve) => server.listen(`\0${name}-mute`, resolve));
    const { message } = await failureOf(takeHostLock(`${name}-mute`));
    expect(message).toMatch(/another run is measuring on this host$/);
    await new Promise((resolve) => server.close(resolve));
  });
});
