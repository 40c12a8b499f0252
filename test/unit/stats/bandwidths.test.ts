import { describe, expect, it } from 'vitest';
import {
  bandwidthNormal,
  bandwidthNrd,
  bandwidthNrd0,
  bandwidthSheatherJones,
} from '../../../src/stats/bandwidths.ts';
import { boot20, t10 } from './reference-samples.ts';

const bandwidths = [
  ['bandwidthNormal()', bandwidthNormal],
  ['bandwidthNrd0()', bandwidthNrd0],
  ['bandwidthNrd()', bandwidthNrd],
  ['bandwidthSheatherJones()', bandwidthSheatherJones],
] as const;

describe('bandwidths of BOOT20', () => {
  it('bandwidthNormal() is ten times too wide', () => {
    expect(bandwidthNormal(boot20)).toBeCloseTo(17.6276, 4);
  });

  it('bandwidthNrd0() and bandwidthNrd() give what R gives', () => {
    expect(bandwidthNrd0(boot20)).toBeCloseTo(2.51787617, 8);
    expect(bandwidthNrd(boot20)).toBeCloseTo(2.9654986, 8);
  });

  it('bandwidthSheatherJones() gives what R gives but for its bins', () => {
    expect(bandwidthSheatherJones(boot20) / 1.75773622).toBeCloseTo(1, 2);
  });
});

describe('bandwidths', () => {
  it.each(bandwidths)('%s scales with the unit', (_, bandwidth) => {
    expect(bandwidth(t10.map((sample) => sample * 1000 + 7)) / bandwidth(t10)).toBeCloseTo(1000, 6);
  });

  it.each(bandwidths)('%s refuses one sample', (_, bandwidth) => {
    expect(() => bandwidth([1])).toThrow('Cannot compute the standard deviation: one sample has none');
  });

  it('bandwidthSheatherJones() refuses samples half of which are equal', () => {
    expect(() => bandwidthSheatherJones([1, 1, 1, 1, 2])).toThrow('half of the samples are equal');
  });
});
