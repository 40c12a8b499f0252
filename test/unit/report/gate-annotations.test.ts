import { describe, expect, it } from 'vitest';
import { gateAnnotations } from '../../../src/report/gate-annotations.ts';
import { aGated, aGateVerdict, aMixedVerdict } from './a-gate-verdict.ts';

describe('gateAnnotations()', () => {
  it('writes the lines as in the golden file', async () => {
    await expect(gateAnnotations(aMixedVerdict())).toMatchFileSnapshot('../../golden/gate/annotations.txt');
  });

  it('says nothing of a gate that passed', () => {
    expect(gateAnnotations(aGateVerdict())).toBe('');
  });

  it('tells why a gate could not be asked', () => {
    const reasons = ['Cannot read "a,b": no\nsuch file'];
    const failed = { status: 'error', reasons, otherReasons: reasons } as const;
    const verdict = aGateVerdict({ ...failed, comparisons: [], failures: [] });
    expect(gateAnnotations(verdict)).toBe(
      '::error title=microvm-bench gate%3A error::Cannot read "a,b": no%0Asuch file\n',
    );
  });

  it('names the candidate in each title where there are several', () => {
    const candidates = ['b', 'c'].map((id) => ({ id, armId: id, runIds: ['run'] }));
    const comparisons = candidates.map(({ id }) => aGated({ verdict: 'regressed', candidateId: id }));
    const reasons = comparisons.map(({ sentence }) => sentence);
    const text = gateAnnotations(aGateVerdict({ status: 'regressed', candidates, comparisons, reasons }));
    expect(text.match(/title=[^:]*/g)).toEqual([
      'title=boot.guest (b)%3A regressed',
      'title=boot.guest (c)%3A regressed',
    ]);
  });

  it('shows five, the worst first, and counts the rest', () => {
    const comparisons = Array.from({ length: 40 }, (_, index) =>
      aGated({ caseId: `case-${index}`, verdict: 'regressed' }, { mode: index < 8 ? 'block' : 'warn' }),
    );
    const reasons = comparisons.slice(0, 8).map(({ sentence }) => sentence);
    const lines = gateAnnotations(aGateVerdict({ status: 'regressed', comparisons, reasons })).split('\n');
    expect(
      lines.slice(0, 5).every((line) => line.startsWith('::error title=boot.guest%3A regressed::')),
    ).toBe(true);
    expect(lines.slice(5)).toEqual([
      '::notice title=microvm-bench gate::35 more like these: verdict.json and the job summary have all of them',
      '',
    ]);
  });
});
