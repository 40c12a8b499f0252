import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/model/comparison.ts';
import { verdicts } from '../../../src/model/comparison.ts';
import type { GateVerdict } from '../../../src/model/gate-verdict.ts';
import { commentBytes, commentMarker, gateComment } from '../../../src/report/gate-comment.ts';
import type { RunOrigin } from '../../../src/report/gate-provenance.ts';
import { aMetric } from '../builders.ts';
import { aFailureComparison, aGated, aGateVerdict, aMixedVerdict } from './a-gate-verdict.ts';

const origins: readonly RunOrigin[] = [
  {
    runId: '20260102T030405Z-bench-1-0a1b2c',
    host: 'bench-1',
    command: ['microvm-bench', 'run', 'boot-time', '--arm', 'base', '--arm', "candidate=/opt/it's new/fc"],
  },
];
const options = { gateId: 'default', mostBytes: commentBytes, origins };

function manyComparisons(verdictOf: (index: number) => Verdict, count: number): GateVerdict {
  const comparisons = Array.from({ length: count }, (_, index) =>
    aGated({ caseId: `case-${String(index).padStart(4, '0')}`, verdict: verdictOf(index) }),
  );
  return aGateVerdict({ comparisons, failures: [] });
}

describe('gateComment()', () => {
  it('writes the whole comment as in the golden file', async () => {
    await expect(gateComment(aMixedVerdict(), options)).toMatchFileSnapshot('../../golden/gate/comment.md');
  });

  it('begins with the marker of its gate and gives the verdict, both sides and the way to repeat it', () => {
    const text = gateComment(aGateVerdict(), { ...options, gateId: 'nightly-1' });
    expect(text.split('\n').slice(0, 2)).toEqual([
      '<!-- microvm-bench gate nightly-1 -->',
      '### microvm-bench gate: passed',
    ]);
    expect(text).toContain(
      '- Base <code>base</code>: run <code>20260102T030405Z-bench-1-0a1b2c</code> on <code>bench-1</code>',
    );
    expect(text).toContain(`--arm 'candidate=/opt/it'\\''s new/fc'\n`);
    expect(text).toContain(
      'microvm-bench compare 20260102T030405Z-bench-1-0a1b2c --base base --candidate candidate</pre>',
    );
  });

  it.each([
    ['two runs', { base: ['a'], candidates: [['b']] }, 'microvm-bench compare a:x b:y0'],
    ['several arms', { base: ['a'], candidates: [['a'], ['a']] }, 'microvm-bench compare a --base x'],
    [
      'campaigns',
      { base: ['a', 'b'], candidates: [['c', 'd']] },
      'microvm-bench merge a b --output ./base\nmicrovm-bench merge c d --output ./candidate\nmicrovm-bench compare ./base:x ./candidate:y0',
    ],
    [
      'a campaign with both arms',
      { base: ['a', 'b'], candidates: [['a', 'b']] },
      'microvm-bench merge a b --output ./runs\nmicrovm-bench compare ./runs --base x --candidate y0',
    ],
    [
      'a baseline',
      { base: ['a'], candidates: [['b']], baseline: 'main' },
      'microvm-bench gate b --baseline main --base x --candidate y0',
    ],
  ])('repeats the comparison of %s with the same arms', (_what, { base, candidates, ...given }, command) => {
    const verdict = aGateVerdict({
      base: { id: 'x', armId: 'x', runIds: base },
      candidates: candidates.map((runIds, index) => ({ id: `y${index}`, armId: `y${index}`, runIds })),
    });
    const text = gateComment(verdict, { ...options, origins: [], ...given });
    expect(text).toContain(`To repeat it:\n\n<pre>${command}</pre>`);
  });

  it('says that inconclusive is no certificate, where anything is', () => {
    const sentence = '1 inconclusive: no certificate that nothing changed.';
    expect(gateComment(aGateVerdict(), options)).not.toContain('certificate');
    const comparisons = [aGated({ verdict: 'inconclusive' })];
    expect(gateComment(aGateVerdict({ comparisons }), options)).toContain(sentence);
  });

  it('drops what is equivalent first', () => {
    const verdict = manyComparisons((index) => (index < 5 ? 'regressed' : 'equivalent'), 600);
    const text = gateComment(verdict, options);
    expect(text).toContain('595 equivalent are not listed.');
    expect(text).toContain('<summary>In words</summary>');
    expect(text).not.toContain('case-0005');
  });

  it('drops the details next', () => {
    const text = gateComment(
      manyComparisons(() => 'regressed', 300),
      options,
    );
    expect(text).not.toContain('<details>');
    expect(text).toContain('case-0299');
  });

  it('shows the ten worst at last, and says how many are left', () => {
    const verdict = manyComparisons((index) => (index === 1999 ? 'regressed' : 'inconclusive'), 2000);
    const text = gateComment(verdict, options);
    expect(text.match(/<code>case-/g)).toHaveLength(10);
    expect(text).toContain('| **regressed** | <code>boot.guest</code> | <code>case-1999</code> |');
    expect(text).toContain('The 10 worst of 2000. 1990 more are in verdict.json: 1990 inconclusive.');
    expect(text).toContain('1999 inconclusive: no certificate');
  });

  it('tells the reasons of a gate without comparisons', () => {
    const reasons = ['host.identity.kernel differs: 6.1.0 and 6.6.0'];
    const verdict = aGateVerdict({
      status: 'no-baseline',
      reasons,
      otherReasons: reasons,
      comparisons: [],
      failures: [],
    });
    expect(gateComment(verdict, options)).toContain('- host.identity.kernel differs: 6.1.0 and 6.6.0\n');
  });

  it('mentions nobody and makes no HTML of a name', () => {
    const text = gateComment(aMixedVerdict(), options);
    expect(text.replaceAll(/<code>.*?<\/code>/g, '')).not.toMatch(/@(?!&#8203;)/);
    expect(
      text.match(/<(?!\/?(?:code|details|summary|pre)>|!-- microvm-bench gate default -->)/g),
    ).toBeNull();
  });
});

describe('the size of a comment', () => {
  const hostile = fc
    .array(fc.constantFrom('#', '|', '@', '<', '`', 'www.', '://', '\u{1f600}', '\ud800', '\n', '-->', 'a'), {
      minLength: 100,
      maxLength: 300,
    })
    .map((parts) => parts.join('').slice(0, 300));

  const verdictWith = fc.record({
    names: fc.array(hostile, { minLength: 1, maxLength: 8 }),
    count: fc.integer({ min: 0, max: 3000 }),
    states: fc.array(fc.constantFrom(...verdicts), { minLength: 1, maxLength: 7 }),
  });

  it('is under the limit, and the marker is there, however many and whatever the names', () => {
    fc.assert(
      fc.property(verdictWith, ({ names, count, states }) => {
        const nameOf = (index: number): string => names[index % names.length] ?? '';
        const comparisons = Array.from({ length: count }, (_, index) =>
          aGated({
            caseId: `${nameOf(index)}${index}`,
            metric: aMetric({ id: nameOf(index + 1) }),
            verdict: states[index % states.length] ?? 'invalid',
          }),
        );
        const sides = names.map((id) => ({ id, armId: nameOf(1), runIds: names }));
        const verdict = aGateVerdict({
          status: 'regressed',
          summary: nameOf(0),
          reasons: [...names, ...comparisons.map(({ sentence }) => sentence)],
          otherReasons: names,
          base: { id: nameOf(0), armId: nameOf(1), runIds: names },
          candidates: sides,
          comparisons,
          failures: comparisons.map(({ comparison: { caseId } }) => aFailureComparison({ caseId })),
          unmatched: names,
        });
        const hosts = names.map((runId) => ({ runId, host: runId, command: names }));
        const text = gateComment(verdict, { ...options, origins: hosts });
        expect(Buffer.byteLength(text)).toBeLessThan(60_000);
        expect(text.startsWith(`${commentMarker('default')}\n### microvm-bench gate: regressed\n\n`)).toBe(
          true,
        );
        expect(text.match(/-->/g)).toHaveLength(1);
        expect(text).toContain('To repeat it:');
      }),
      { numRuns: 20 },
    );
  }, 30_000);

  it('keeps marker and status where there is room for nothing else', () => {
    expect(gateComment(aMixedVerdict(), { ...options, mostBytes: 100 })).toBe(
      '<!-- microvm-bench gate default -->\n### microvm-bench gate: regressed\n',
    );
  });
});
