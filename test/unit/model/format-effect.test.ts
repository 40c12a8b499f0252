import { describe, expect, it } from 'vitest';
import { formatChange, formatP, formatSize } from '../../../src/model/format-effect.ts';

describe('formatChange()', () => {
  it.each([
    [1.034, { scale: 'ratio', unit: 'us' }, '+3.4 %'],
    [0.9, { scale: 'ratio', unit: 'us' }, '-10.0 %'],
    [1.09, { scale: 'ratio', unit: 'us' }, '+9.0 %'],
    [1, { scale: 'ratio', unit: 'us' }, '0 %'],
    [1.000001, { scale: 'ratio', unit: 'us' }, '0 %'],
    [2.5, { scale: 'ratio', unit: 'us' }, '+150 %'],
    [1.0012, { scale: 'ratio', unit: 'us' }, '+0.12 %'],
    [-12, { scale: 'difference', unit: 'KiB' }, '-12 KiB'],
    [1.5, { scale: 'difference', unit: 'percent' }, '+1.5 points'],
    [3, { scale: 'difference', unit: 'count' }, '+3'],
    [-0, { scale: 'difference', unit: 'us' }, '0 µs'],
  ] as const)('prints %d on %j as %s', (value, scale, text) => {
    expect(formatChange(value, scale)).toBe(text);
  });
});

describe('formatSize()', () => {
  it.each([
    [1.03, { scale: 'ratio', unit: 'us' }, '3 %'],
    [1.0241, { scale: 'ratio', unit: 'us' }, '2.4 %'],
    [50, { scale: 'difference', unit: 'us' }, '50 µs'],
  ] as const)('prints %d on %j as %s', (value, scale, text) => {
    expect(formatSize(value, scale)).toBe(text);
  });
});

describe('formatP()', () => {
  it.each([
    [1, '1'],
    [0.0417, '0.042'],
    [0.00123, '0.0012'],
    [0.00001, '1.0e-5'],
    [1e-300, '< 1e-9'],
  ])('prints %d as %s, and none as 0', (p, text) => {
    expect(formatP(p)).toBe(text);
  });

  it.each([
    [0.04996, 0.05, '0.04996'],
    [0.05, 0.05, '0.05'],
    [0.0500004, 0.05, '0.0500004'],
    [0.00996, 0.01, '0.00996'],
    [0.0000999999, 0.0001, '0.0000999999'],
    [0.042, 0.05, '0.042'],
    [2e-10, 1e-10, '2.0e-10'],
    [5e-11, 1e-10, '5.0e-11'],
  ])('prints %d so that it is on its side of %d: %s', (p, threshold, text) => {
    expect(formatP(p, threshold)).toBe(text);
  });
});
