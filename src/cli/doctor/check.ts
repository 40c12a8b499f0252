import { BenchError, errorMessage, unwrapSuppressed } from '../../base/errors.ts';

/** What one check saw. Only `failed` keeps a run from starting. */
export type CheckVerdict =
  | { readonly status: 'ok'; readonly seen: string }
  | { readonly status: 'warning' | 'failed'; readonly seen: string; readonly remedy: string };

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
    const hint = first instanceof BenchError ? first.hint : undefined;
    return { id, status: 'failed', seen: errorMessage(first), remedy: hint ?? 'See the message' };
  }
}
