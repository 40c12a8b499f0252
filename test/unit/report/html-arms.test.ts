import { describe, expect, it } from 'vitest';
import { armTable } from '../../../src/report/html-arms.ts';
import { aManifest, anArm, aPlan } from '../builders.ts';

describe('armTable()', () => {
  const arms = [
    anArm({ id: 'base' }),
    anArm({ id: 'candidate', overrides: { memMib: 512, 'bootArgs+': 'a<b' } }),
  ];

  it('shows what is the own of each arm, and what they differ in', () => {
    const armDifferences = [{ what: 'memMib', values: ['128', '512'] }];
    const page = armTable(aManifest({ plan: aPlan({ arms, armDifferences }) })).toString();
    expect(page).toContain('<p>base and candidate differ in: memMib (128, 512)</p>');
    expect(page).toContain('nothing</td>');
    expect(page).toContain('<code>memMib=512, bootArgs+=a&lt;b</code>');
  });

  it('says nothing of differences of which the run knew nothing', () => {
    expect(armTable(aManifest({ plan: aPlan({ arms }) })).toString()).not.toContain('differ in');
  });
});
