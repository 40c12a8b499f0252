import { describe, expect, it } from 'vitest';
import { parseLimitText } from '../../../src/model/limit-text.ts';
import { parseMarginText } from '../../../src/model/margin-text.ts';
import { convertQuantity, parseQuantity } from '../../../src/model/quantity.ts';

describe('parseQuantity()', () => {
  it.each([
    ['125ms', { value: 125_000, unit: 'us' }],
    ['1.5 s', { value: 1_500_000, unit: 'us' }],
    ['800ns', { value: 0.8, unit: 'us' }],
    ['2MiB', { value: 2048, unit: 'KiB' }],
    ['1pt', { value: 1, unit: 'percent' }],
    ['3', { value: 3, unit: 'count' }],
  ])('reads %s', (text, quantity) => {
    expect(parseQuantity(text)).toEqual(quantity);
  });

  it.each(['', 'ms', '-3ms', '3 parsecs', '1e3ms', '3ms4'])('does not read "%s"', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });
});

describe('convertQuantity()', () => {
  it('converts within a dimension, and refuses across', () => {
    expect(convertQuantity({ value: 1500, unit: 'us' }, { id: 'x', unit: 'ms' })).toBe(1.5);
    expect(convertQuantity({ value: 1024, unit: 'KiB' }, { id: 'x', unit: 'MiB' })).toBe(1);
    expect(() => convertQuantity({ value: 1, unit: 'us' }, { id: 'x', unit: 'KiB' })).toThrow(
      'Cannot hold x in KiB to a value in us',
    );
  });
});

describe('parseMarginText()', () => {
  it.each([
    ['3%', { relative: 0.03 }],
    ['50us', { relative: 0, absolute: { value: 50, unit: 'us' } }],
    ['3% & 2ms', { relative: 0.03, absolute: { value: 2000, unit: 'us' } }],
    ['2ms&3%', { relative: 0.03, absolute: { value: 2000, unit: 'us' } }],
  ])('reads %s', (text, margin) => {
    expect(parseMarginText(text)).toEqual(margin);
  });

  it.each(['', '%', '3% & 4%', '2ms & 3ms', '3% & 2ms & 1', 'three'])('does not read "%s"', (text) => {
    expect(parseMarginText(text)).toBeUndefined();
  });
});

describe('parseLimitText()', () => {
  it('reads a quantile with its bound', () => {
    expect(parseLimitText('boot.guest p95 <= 125ms')).toEqual({
      metric: 'boot.guest',
      statistic: 'p95',
      probability: 0.95,
      bound: 'at-most',
      value: { value: 125_000, unit: 'us' },
      valueText: '125ms',
    });
    expect(parseLimitText('x.* median >= 3')).toMatchObject({ probability: 0.5, bound: 'at-least' });
    expect(parseLimitText('x p99.9 <= 1s')).toMatchObject({ probability: 0.999 });
  });

  it.each([
    'boot.guest <= 3ms',
    'boot.guest p0 <= 3ms',
    'boot.guest p95 < 3ms',
    'boot.guest mean <= 3ms',
    '',
  ])('does not read "%s"', (text) => {
    expect(parseLimitText(text)).toBeUndefined();
  });
});
