import { describe, expect, it } from 'vitest';
import { formatArmDifferences } from '../../../src/model/arm.ts';

describe('formatArmDifferences()', () => {
  it.each([
    [['base', 'candidate'], [], 'base and candidate differ in: nothing: an A/A run'],
    [
      ['base', 'candidate'],
      [
        { what: 'memMib', values: ['128', '512'] },
        { what: 'firecracker', values: ['sha256 ab12…', 'sha256 cd34…'] },
      ],
      'base and candidate differ in: memMib (128, 512); firecracker (sha256 ab12…, sha256 cd34…)',
    ],
    [['a', 'b', 'c'], [{ what: 'vcpus', values: ['1', '2', '2'] }], 'a, b and c differ in: vcpus (1, 2, 2)'],
  ])('of %j tells %j', (armIds, differences, text) => {
    expect(formatArmDifferences(armIds, differences)).toBe(text);
  });
});
