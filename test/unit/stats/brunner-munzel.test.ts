import { describe, expect, it } from 'vitest';
import { brunnerMunzel } from '../../../src/stats/brunner-munzel.ts';
import { expectRelative } from './expect-relative.ts';
import { b8a, b8b, earlyPermeability, termPermeability } from './reference-samples.ts';

describe('brunnerMunzel()', () => {
  it('gives the known p', () => {
    expectRelative(brunnerMunzel(earlyPermeability, termPermeability).p, 0.1846358968, 1e-9);
  });

  // Made with scipy.stats.brunnermunzel.
  it('gives the known answer under ties', () => {
    const { statistic, p } = brunnerMunzel(b8a, b8b);
    expectRelative(statistic, 1.9916492328386208, 1e-9);
    expectRelative(p, 0.0764205641195074, 1e-9);
  });

  it('turns its sign when the arms change places', () => {
    const [one, other] = [brunnerMunzel(b8a, b8b), brunnerMunzel(b8b, b8a)];
    expectRelative(other.statistic, -one.statistic, 1e-12);
    expectRelative(other.p, one.p, 1e-12);
  });

  it.each([
    ['samples that do not overlap', [1, 2], [3, 4]],
    ['one value', [1], [1, 2]],
  ])('refuses %s', (_, base, candidate) => {
    expect(() => brunnerMunzel(base, candidate)).toThrow('Cannot compute the Brunner-Munzel test');
  });
});
