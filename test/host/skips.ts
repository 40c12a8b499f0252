import { accessSync, constants } from 'node:fs';
import type { TestContext } from 'vitest';

/** Why no VM can be booted here; undefined when one can. Tests print it as the reason of being skipped. */
export function whyNoVm(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root: the jailer needs root';
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return '/dev/kvm cannot be opened';
  }
}

/** Skips the test, or all tests of the hook, for a reason: `test/count-reporter.ts` prints and counts it. None: goes on. */
export function skipFor(context: TestContext, reason: string | undefined): void {
  context.skip(reason !== undefined, reason);
}

/** For tests that boot real VMs: without root or KVM there is nothing that they could try. */
export function requireVm(context: TestContext): void {
  skipFor(context, whyNoVm());
}
