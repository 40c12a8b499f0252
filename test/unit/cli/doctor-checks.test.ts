import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import { runCheck, type CheckResult } from '../../../src/cli/doctor/check.ts';
import { concludeChecks } from '../../../src/cli/doctor/conclude-checks.ts';

function throwing(code: 'LOCK_HELD' | 'FACILITY_MISSING'): Promise<CheckResult> {
  const run = (): never => {
    throw new BenchError(code, 'Cannot do it: seen', { hint: 'Wait' });
  };
  return runCheck({ id: 'boot', run });
}

describe('runCheck()', () => {
  it.each([
    ['LOCK_HELD', 'busy'],
    ['FACILITY_MISSING', 'failed'],
  ] as const)('takes %s for %s', async (code, status) => {
    expect(await throwing(code)).toEqual({ id: 'boot', status, seen: 'Cannot do it: seen', remedy: 'Wait' });
  });
});

describe('concludeChecks()', () => {
  const ok = { id: 'root', status: 'ok', seen: 's' } as const;

  it('tells another run apart from what is missing, which goes first', async () => {
    const [busy, failed] = [await throwing('LOCK_HELD'), await throwing('FACILITY_MISSING')];
    const statusOf = (...results: readonly CheckResult[]): readonly [boolean, number] => {
      const { isReady, exitCode } = concludeChecks(results);
      return [isReady, exitCode];
    };
    expect(statusOf(ok)).toEqual([true, 0]);
    expect(statusOf(ok, busy)).toEqual([false, 75]);
    expect(statusOf(busy, failed)).toEqual([false, 69]);
    expect(concludeChecks([ok, busy]).text).toContain('once the other run has ended');
  });
});
