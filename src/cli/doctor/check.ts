import { BenchError, errorMessage, unwrapSuppressed } from '../../base/errors.ts';

/** What one check saw. `failed` keeps runs from starting; `busy` does so until another run has ended. */
export type CheckVerdict =
  | { readonly status: 'ok'; readonly seen: string }
  | { readonly status: 'warning' | 'busy' | 'failed'; readonly seen: string; readonly remedy: string };

export interface Check {
  readonly id: string;
  /** Does the thing, rather than looking whether it could be done. Throwing is failing. */
  readonly run: () => CheckVerdict | Promise<CheckVerdict>;
}

export type CheckResult = CheckVerdict & { readonly id: string };

export async function runCheck({ id, run }: Check): Promise<CheckResult> {
  try {
    return { id, ...(await run()) };
  } catch (thrown) {
    const { first } = unwrapSuppressed(thrown);
    const { code, hint = 'See the message' } = first instanceof BenchError ? first : {};
    const status = code === 'LOCK_HELD' ? 'busy' : 'failed';
    return { id, status, seen: errorMessage(first), remedy: hint };
  }
}
