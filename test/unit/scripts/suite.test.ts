import { describe, expect, it } from 'vitest';
import { takeSuite } from '../../../scripts/quickstart/suite.mjs';

describe('takeSuite()', () => {
  it.each([
    [[], ['boot-time', '--trials', '20']],
    [
      ['--trials', '5'],
      ['boot-time', '--trials', '20', '--trials', '5'],
    ],
    [
      ['--suite', 'full'],
      ['--trials', '10', '--warmup', '1'],
    ],
    [
      ['-n', '3', '--suite=full', '--json'],
      ['--trials', '10', '--warmup', '1', '-n', '3', '--json'],
    ],
    [
      ['--suite', 'boot', '--title', 'full'],
      ['boot-time', '--trials', '20', '--title', 'full'],
    ],
  ])('of %j hands %j to run', (args, runArguments) => {
    expect(takeSuite(args)).toEqual({ kind: 'known', runArguments });
  });

  it.each([
    [['--suite', 'ful'], 'ful'],
    [['--suite'], ''],
    [['--suite=constructor'], 'constructor'],
  ])('refuses %j', (args, name) => {
    expect(takeSuite(args)).toEqual({ kind: 'unknown', name, known: ['boot', 'full'] });
  });
});
