import { describe, expect, it } from 'vitest';
import { monotonicNs, openClockPairing, spanNs } from '../../../src/base/clock.ts';

describe('openClockPairing()', () => {
  it('agrees with the wall clock whenever it is read', () => {
    const pairing = openClockPairing();
    for (let reading = 0; reading < 2000; reading += 1) {
      const before = Date.now();
      const { wallNs } = pairing.read();
      const after = Date.now();
      const wallMs = Number(wallNs / 1000n) / 1000;
      expect(wallMs).toBeGreaterThanOrEqual(before - 0.2);
      expect(wallMs).toBeLessThanOrEqual(after + 1.2);
    }
  });

  it('reads both clocks at one moment', () => {
    const before = monotonicNs();
    const pair = openClockPairing().read();
    expect(spanNs(before, pair.monotonicNs)).toBeGreaterThan(0);
    expect(spanNs(pair.monotonicNs, monotonicNs())).toBeGreaterThanOrEqual(0);
  });

  it('passes over a tick during which it was taken off the CPU', () => {
    let nowNs = 0n;
    let looks = 0;
    const wallAheadNs = 1_000_000_000_000_000n;
    const pairing = openClockPairing({
      monotonicNs: () => nowNs,
      wallMs: () => {
        const shown = Number((nowNs + wallAheadNs) / 1_000_000n);
        // A look takes 1 µs. After the 1000th, which does not show the first tick yet, nothing runs for 0.4 ms.
        looks += 1;
        nowNs += looks === 1000 ? 400_000n : 1000n;
        return shown;
      },
    });
    const { monotonicNs: readAt, wallNs } = pairing.read();
    const errorNs = Number(readAt + wallAheadNs - wallNs);
    expect(Math.abs(errorNs)).toBeLessThanOrEqual(10_000);
  });
});
