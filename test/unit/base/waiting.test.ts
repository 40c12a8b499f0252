import { describe, expect, it } from 'vitest';
import { waitUntil, withDeadline, type Look } from '../../../src/base/waiting.ts';

const signal = new AbortController().signal;

describe('waitUntil()', () => {
  it('resolves at the event that makes the look ready', async () => {
    let wake: (() => void) | undefined;
    let isThere = false;
    const waiting = waitUntil({
      action: 'see it',
      timeoutMs: 5000,
      signal,
      look: (): Look<string> => (isThere ? { ready: true, value: 'it' } : { ready: false, seen: 'nothing' }),
      subscribe: (ring) => {
        wake = ring;
        return () => (wake = undefined);
      },
    });
    isThere = true;
    wake?.();
    await expect(waiting).resolves.toBe('it');
    expect(wake).toBeUndefined();
  });

  it('says at the deadline what was seen last', async () => {
    const look = (): Look<never> => ({ ready: false, seen: 'the file is empty' });
    await expect(waitUntil({ action: 'read the file', timeoutMs: 20, signal, look })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: 'Cannot read the file: the file is empty after 20 ms',
    });
  });

  it('looks again after the retry time that a look asks for', async () => {
    let looks = 0;
    const look = (): Look<number> => {
      looks += 1;
      return looks < 4 ? { ready: false, seen: 'too early', retryMs: 1 } : { ready: true, value: looks };
    };
    await expect(waitUntil({ action: 'count', timeoutMs: 5000, signal, look })).resolves.toBe(4);
  });

  it('ends with ABORTED when the signal fires', async () => {
    const controller = new AbortController();
    const look = (): Look<never> => ({ ready: false, seen: 'nothing' });
    const waiting = waitUntil({ action: 'wait', timeoutMs: 5000, signal: controller.signal, look });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('ends with what a look throws and unregisters', async () => {
    let registered = 0;
    const failing = waitUntil({
      action: 'wait',
      timeoutMs: 5000,
      signal,
      look: () => Promise.reject(new Error('the process is gone')),
      subscribe: () => {
        registered += 1;
        return () => (registered -= 1);
      },
    });
    await expect(failing).rejects.toThrow('the process is gone');
    expect(registered).toBe(0);
  });
});

describe('withDeadline()', () => {
  it('passes the result on and leaves no timer behind', async () => {
    await expect(withDeadline(Promise.resolve(7), { action: 'get it', timeoutMs: 5000 })).resolves.toBe(7);
  });

  it('fails when the work does not end', async () => {
    const never = new Promise<never>(() => undefined);
    await expect(withDeadline(never, { action: 'get it', timeoutMs: 10 })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: 'Cannot get it: no answer after 10 ms',
    });
  });
});
