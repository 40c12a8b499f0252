import type { GateStatus, GateVerdict } from '../model/gate-verdict.ts';
import { gateEntries, type GateEntry } from './gate-entries.ts';
import { gateNumbers, type NamedValue } from './gate-numbers.ts';
import { xmlAttribute, xmlText } from './xml-text.ts';

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface TestCase {
  readonly suite: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** Of what is not passed: its verdict. */
  readonly type: string;
  readonly message: string;
  readonly properties: readonly NamedValue[];
  readonly output: string;
}

/**
 * A verdict as JUnit XML: one suite a case, one test case a gated metric, limit or share of failed trials. The first suite
 * is the gate itself, so that the file is red exactly where the gate is, whatever made it so.
 */
export function gateJunit(verdict: GateVerdict): string {
  const cases = [...new Set(verdict.failures.map(({ caseId }) => caseId)), ...caseIds(verdict)].toSorted();
  const entries = gateEntries(verdict);
  const suites = [...new Set(cases)].map((caseId) =>
    entries.filter((entry) => entry.caseId === caseId).map(entryCase),
  );
  const all = [[wholeGate(verdict)], ...suites];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes([['name', gateSuite], ...counts(all.flat())])}>`,
    ...all.flatMap(formatSuite),
    '</testsuites>',
    '',
  ].join('\n');
}

const gateSuite = 'microvm-bench gate';

function caseIds({ comparisons, limits }: GateVerdict): readonly string[] {
  return [...comparisons.map(({ comparison }) => comparison.caseId), ...limits.map(({ caseId }) => caseId)];
}

function wholeGate({ status, exitCode, summary, reasons, tool, policy }: GateVerdict): TestCase {
  return {
    suite: gateSuite,
    name: 'verdict',
    outcome: outcomeOfStatus[status],
    type: status,
    message: summary,
    properties: [
      ['status', status],
      ['exitCode', exitCode],
      ['tool', tool],
      ['alpha', policy.alpha],
    ],
    output: [summary, ...reasons].join('\n'),
  };
}

const outcomeOfStatus: Readonly<Record<GateStatus, Outcome>> = {
  passed: 'passed',
  regressed: 'failure',
  failures: 'failure',
  inconclusive: 'failure',
  invalid: 'error',
  'no-baseline': 'error',
  error: 'error',
};

function entryCase(entry: GateEntry): TestCase {
  const { caseId, name, verdict, letPassBy, sentence } = entry;
  return {
    suite: caseId,
    name,
    outcome: outcomeOf(entry),
    type: verdict,
    message: sentence,
    properties: [['verdict', verdict], ['letPassBy', letPassBy], ...gateNumbers(entry)],
    output: sentence,
  };
}

function outcomeOf({ verdict, bearing }: GateEntry): Outcome {
  switch (verdict) {
    case 'regressed':
      return bearing === 'blocks' ? 'failure' : 'passed';
    case 'invalid':
      if (bearing === 'fine') return 'passed';
      return bearing === 'blocks' ? 'error' : 'skipped';
    case 'inconclusive':
      return bearing === 'fine' ? 'passed' : 'skipped';
    case 'improved':
    case 'equivalent':
      return 'passed';
  }
}

function counts(cases: readonly TestCase[]): readonly NamedValue[] {
  const count = (outcome: Outcome): number => cases.filter((each) => each.outcome === outcome).length;
  return [
    ['tests', cases.length],
    ['failures', count('failure')],
    ['errors', count('error')],
    ['skipped', count('skipped')],
  ];
}

function formatSuite(cases: readonly TestCase[]): readonly string[] {
  const [first] = cases;
  if (first === undefined) return [];
  return [
    `  <testsuite ${attributes([['name', first.suite], ...counts(cases)])}>`,
    ...cases.flatMap(formatCase),
    '  </testsuite>',
  ];
}

function formatCase({
  suite,
  name,
  outcome,
  type,
  message,
  properties,
  output,
}: TestCase): readonly string[] {
  const known = properties.filter(([, value]) => value !== undefined);
  return [
    `    <testcase ${attributes([
      ['classname', suite],
      ['name', name],
    ])}>`,
    '      <properties>',
    ...known.map(
      ([property, value]) =>
        `        <property ${attributes([
          ['name', property],
          ['value', value],
        ])}/>`,
    ),
    '      </properties>',
    ...formatOutcome({ outcome, type, message }),
    `      <system-out>${xmlText(output)}</system-out>`,
    '    </testcase>',
  ];
}

function formatOutcome({
  outcome,
  type,
  message,
}: Pick<TestCase, 'outcome' | 'type' | 'message'>): readonly string[] {
  switch (outcome) {
    case 'passed':
      return [];
    case 'skipped':
      return [`      <skipped ${attributes([['message', message]])}/>`];
    case 'failure':
    case 'error':
      return [
        `      <${outcome} ${attributes([
          ['type', type],
          ['message', message],
        ])}/>`,
      ];
  }
}

function attributes(values: readonly NamedValue[]): string {
  return values.map(([name, value = '']) => `${name}="${xmlAttribute(String(value))}"`).join(' ');
}
