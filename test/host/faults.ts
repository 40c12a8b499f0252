import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { BenchError, errorMessage, type ErrorCode } from '../../src/base/errors.ts';
import { jailLayout, type JailLayout } from '../../src/vm/firecracker/jail-layout.ts';
import type { PrepareRequest } from '../../src/model/vm-driver.ts';
import { remains } from './network-namespace.ts';
import type { TestDriver } from './support.ts';

/** What the user is told of a fault. */
export interface Told {
  readonly code: ErrorCode;
  /** The whole sentence. */
  readonly says: string | RegExp;
  /** Words of Firecracker, of its jailer or of the system in one of the causes. */
  readonly cause?: RegExp;
  /** Of the hint, where there is something to do. */
  readonly hint?: string | RegExp;
}

/** Longer than any wait of these tests with the clean-up after it. */
const boundMs = 8000;

/** The work fails, in time, with one sentence that names the cause. */
export async function expectFault(work: () => Promise<unknown>, told: Told): Promise<void> {
  const begunAt = performance.now();
  const thrown = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const tookMs = performance.now() - begunAt;
  if (!(thrown instanceof BenchError)) throw new Error(`not a BenchError: ${errorMessage(thrown)}`);
  const { code, message, hint } = thrown;
  if (typeof told.says === 'string')
    expect({ code, message }).toEqual({ code: told.code, message: told.says });
  else
    expect({ code, message }).toEqual({
      code: told.code,
      message: expect.stringMatching(told.says) as string,
    });
  expect(message).toMatch(/^Cannot [^\n]+[^.\n]$/);
  if (told.cause !== undefined) expect(causesOf(thrown)).toMatch(told.cause);
  if (told.hint !== undefined) expect(hint).toMatch(told.hint);
  expect(tookMs).toBeLessThan(boundMs);
}

function causesOf(thrown: unknown): string {
  if (!(thrown instanceof Error) || thrown.cause === undefined) return '';
  return `${errorMessage(thrown.cause)}\n${causesOf(thrown.cause)}`;
}

/** Jails, cgroups, mounts and processes of a driver's VMs that exist now. */
export function leftOf({
  leftovers,
  jailBase,
}: Pick<TestDriver, 'leftovers' | 'jailBase'>): readonly string[] {
  const isOurs = (pid: string): boolean => {
    const path = `/proc/${pid}/cmdline`;
    return (
      existsSync(path) &&
      new RegExp(`${jailBase}/|--id\0test-${process.pid}-`).test(readFileSync(path, 'utf8'))
    );
  };
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isOurs(name));
  return [...leftovers(), ...remains(jailBase), ...processes];
}

export function layoutOf(
  { jailBase, installation }: Pick<TestDriver, 'jailBase' | 'installation'>,
  { id }: Pick<PrepareRequest, 'id'>,
): JailLayout {
  return jailLayout({ base: jailBase, firecracker: installation.firecracker, id });
}
