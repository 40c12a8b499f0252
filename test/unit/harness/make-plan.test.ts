import { describe, expect, it } from 'vitest';
import { caseId } from '../../../src/harness/make-plan.ts';

describe('caseId()', () => {
  it('names the benchmark and its parameters', () => {
    expect(caseId('boot-time', { vcpus: 1, memMib: 128 })).toBe('boot-time/vcpus=1,memMib=128');
  });

  it('is the benchmark alone where there are no parameters', () => {
    expect(caseId('kills', {})).toBe('kills');
  });
});
