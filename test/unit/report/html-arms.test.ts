import { describe, expect, it } from 'vitest';
import { armComparison, armTable } from '../../../src/report/html-arms.ts';
import { aManifest, anArm, aPlan } from '../builders.ts';

const arms = [
  anArm({ id: 'base' }),
  anArm({ id: 'candidate', overrides: { memMib: 512, 'bootArgs+': 'a<b' } }),
];

describe('armTable()', () => {
  it('shows what is the own of each arm', () => {
    const page = armTable(aManifest({ plan: aPlan({ arms }) })).toString();
    expect(page).toContain('nothing</td>');
    expect(page).toContain('<code>memMib=512, bootArgs+=a&lt;b</code>');
  });
});

describe('armComparison()', () => {
  it('says what the arms differ in', () => {
    const armDifferences = [{ what: 'memMib', values: ['128', '512'] }];
    const page = armComparison(aManifest({ plan: aPlan({ arms, armDifferences }) })).join('');
    expect(page).toBe('<p>base and candidate differ in: memMib (128, 512)</p>');
  });

  it('is nothing for a run that compares nothing', () => {
    expect(armComparison(aManifest({ plan: aPlan({ arms }) }))).toEqual([]);
  });
});
