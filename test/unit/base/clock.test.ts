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
});
