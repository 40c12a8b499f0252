import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../../src/stats/distributions.ts';
import { detectModes, type Modality } from '../../../src/stats/modality.ts';
import { createRandom, type Random } from '../../../src/stats/random.ts';

function drawUniform(random: Random): number {
  return (random.nextInteger(1_000_000) + 0.5) / 1_000_000;
}

/** A floor with a right tail, in ms. */
function drawBoot(random: Random): number {
  return 115 + 5 * Math.exp(0.4 * normalQuantile(drawUniform(random)));
}

interface Sampling {
  readonly count: number;
  readonly seed: number;
  readonly draw: (random: Random) => number;
}

function sampleOf({ count, seed, draw }: Sampling): readonly number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => draw(random));
}

/** One boot in eight a quarter slower. */
function drawTwoModes(random: Random): number {
  const isSlow = drawUniform(random) < 0.12;
  return drawBoot(random) * (isSlow ? 1.25 : 1);
}

function modesOf(modality: Modality): Extract<Modality, { kind: 'modes' }>['modes'] {
  return modality.kind === 'modes' ? modality.modes : [];
}

describe('detectModes()', () => {
  it('tells range, share and median of a slow mode', () => {
    const samples = sampleOf({ count: 400, seed: 3, draw: drawTwoModes });
    const modes = modesOf(detectModes(samples));
    const slow = samples.filter((sample) => sample > 140).sort((one, other) => one - other);
    expect(modes).toHaveLength(2);
    expect(modes[1]?.lower).toBe(slow[0]);
    expect(modes[1]?.upper).toBe(slow.at(-1));
    expect(modes[1]?.share).toBeCloseTo(slow.length / 400, 12);
    expect(modes[1]?.median).toBeGreaterThan(1.2 * 120);
    expect(modes[0]?.median).toBeGreaterThan(119);
    expect(modes[0]?.median).toBeLessThan(121);
    expect((modes[0]?.share ?? NaN) + (modes[1]?.share ?? NaN)).toBeCloseTo(1, 12);
  });

  it('finds a slow mode of 12 % at +25 % in nearly all samples of 200', { timeout: 30_000 }, () => {
    const found = Array.from({ length: 40 }, (_, seed) =>
      detectModes(sampleOf({ count: 200, seed, draw: drawTwoModes })),
    ).filter((modality) => modesOf(modality).length === 2);
    expect(found.length).toBeGreaterThanOrEqual(36);
  });

  it.each([
    { shape: 'a floor with a right tail', draw: drawBoot },
    { shape: 'an exponential tail', draw: (random: Random) => 118 - 4 * Math.log(drawUniform(random)) },
    {
      shape: 'rare spikes',
      draw: (random: Random) => (drawUniform(random) < 0.015 ? 2.5 : 1) * drawBoot(random),
    },
    { shape: 'a clock of whole milliseconds', draw: (random: Random) => Math.round(drawBoot(random)) },
  ])('finds none in 190 or more of 200 samples of $shape', { timeout: 30_000 }, ({ draw }) => {
    const alarms = Array.from({ length: 200 }, (_, seed) =>
      detectModes(sampleOf({ count: 60, seed, draw })),
    ).filter(({ kind }) => kind === 'modes');
    expect(alarms.length).toBeLessThanOrEqual(10);
  });

  it('finds three', () => {
    const draw = (random: Random): number => drawBoot(random) * (1 + 0.4 * random.nextInteger(3));
    expect(modesOf(detectModes(sampleOf({ count: 300, seed: 1, draw })))).toHaveLength(3);
  });

  it('does not depend on the unit or on the order', () => {
    const samples = sampleOf({ count: 100, seed: 5, draw: drawTwoModes });
    const shares = modesOf(detectModes(samples)).map(({ share }) => share);
    const inNs = modesOf(detectModes(samples.map((sample) => sample * 1e6).reverse()));
    expect(shares).toHaveLength(2);
    expect(inNs.map(({ share }) => share)).toEqual(shares);
  });

  it('takes far samples that are too few for a mode into their neighbour', () => {
    const samples = sampleOf({ count: 95, seed: 2, draw: drawBoot });
    expect(detectModes([...samples, 300, 301, 302, 303, 304])).toEqual({ kind: 'unimodal' });
  });

  it('finds one mode in equal samples, and two in two values', () => {
    const equal = Array.from({ length: 60 }, () => 7);
    expect(detectModes(equal)).toEqual({ kind: 'unimodal' });
    const two = [...equal, ...equal.map(() => 9)];
    expect(modesOf(detectModes([...two, 7.1, 8.9])).map(({ lower, upper }) => [lower, upper])).toEqual([
      [7, 7.1],
      [8.9, 9],
    ]);
  });

  it('says how many samples it needs', () => {
    expect(detectModes(sampleOf({ count: 59, seed: 1, draw: drawTwoModes }))).toEqual({
      kind: 'too-few',
      neededCount: 60,
    });
  });

  it('refuses nothing', () => {
    expect(() => detectModes([])).toThrow('Cannot compute the modes: there are no samples');
  });
});
