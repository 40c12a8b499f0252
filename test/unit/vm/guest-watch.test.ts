import { describe, expect, it } from 'vitest';
import type { GuestIo } from '../../../src/model/observations.ts';
import { createGuestWatch, findWritten } from '../../../src/vm/firecracker/guest-watch.ts';

function written(at: number, character: string, address = 0x3f8n): GuestIo {
  const value = BigInt(character.charCodeAt(0));
  return { at: BigInt(at), kind: 'pio', direction: 'write', address, value, tid: 1, cpu: 0 };
}

const wait = { timeoutMs: 1000, signal: new AbortController().signal };
/** A console on which everything comes a moment after the wait for it begins. */
const console = {
  waitForText: (pattern: RegExp): Promise<string> =>
    new Promise((resolve) => {
      setImmediate(() => {
        resolve(pattern.exec('!ab')?.[0] ?? '');
      });
    }),
};

function traceOf(ios: readonly GuestIo[]): Parameters<typeof createGuestWatch>[0]['traced'] {
  const trace = { read: () => ({ ios, droppedCount: 0 }), [Symbol.dispose]: () => undefined };
  return { kind: 'traced', trace };
}

describe('findWritten()', () => {
  const ios = [written(1000, '!'), written(1500, '!', 0x64n), written(2000, 'a'), written(3000, 'b')];

  it('is the moment of the last character of the match, on the console alone', () => {
    expect(findWritten(ios, /!a/)).toBe(2000n);
    expect(findWritten(ios, /b/g)).toBe(3000n);
    expect(findWritten(ios, /(?=a)/)).toBe(2000n);
  });

  it('is not there for what was not written', () => {
    expect(findWritten(ios, /c/)).toBeUndefined();
    expect(findWritten([], /!/)).toBeUndefined();
  });
});

describe('createGuestWatch()', () => {
  it('tells output and first activity by the trace, leaving out what came before the start', async () => {
    const traced = traceOf([written(1000, 'x'), written(5000, '!'), written(6000, 'a'), written(7000, 'b')]);
    const watch = createGuestWatch({ console, traced });
    expect(await watch.waitForOutput(/!ab/, wait)).toEqual({ text: '!ab', at: 7000n, source: 'kvm-trace' });
    expect(watch.firstActivity(4000n)).toEqual({ at: 5000n, source: 'kvm-trace' });
  });

  it.each([
    ['no trace was asked for', undefined],
    ['none can be had', { kind: 'unavailable', reason: 'no tracefs' } as const],
    ['it does not hold what the console shows', traceOf([])],
  ])(
    'tells both by the console when %s, the first activity as of when anything was seen',
    async (_, traced) => {
      const watch = createGuestWatch({ console, traced });
      const first = await watch.waitForOutput(/!/, wait);
      const second = await watch.waitForOutput(/b/, wait);
      expect(first.source).toBe('console');
      expect(second.at).toBeGreaterThan(first.at);
      const activity = watch.firstActivity(0n);
      expect(activity.source).toBe('console');
      expect(activity.at).toBeLessThan(first.at);
      expect(watch.outputSources()).toEqual(['console']);
    },
  );

  it.each([
    ['its I/O was not traced', undefined],
    ['no tracefs', { kind: 'unavailable', reason: 'no tracefs' } as const],
    ['its trace is empty', traceOf([])],
  ])('refuses to tell what nobody saw: %s', (reason, traced) => {
    const watch = createGuestWatch({ console, traced });
    expect(() => watch.firstActivity(0n)).toThrow(
      `Cannot tell the guest's first activity: ${reason}, and no output was waited for`,
    );
  });
});
