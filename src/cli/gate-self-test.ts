import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorMessage } from '../base/errors.ts';
import { parseGateVerdict } from '../model/verdict-schema.ts';
import { gateCommandAction } from './commands/gate.ts';
import type { CliContext, OutputStream } from './context.ts';
import { locatePackage } from './package-root.ts';
import { terminalLine } from './terminal-text.ts';

/** A recorded run with what the gate has to say of it. */
interface Probe {
  readonly name: string;
  readonly exitCode: number;
}

const probes: readonly Probe[] = [
  { name: 'regression', exitCode: 10 },
  { name: 'a-a', exitCode: 0 },
];

const silent: OutputStream = { write: () => undefined };

/**
 * Sends a recorded regression and a recorded comparison of a build with itself through the gate, with its default policy
 * and whatever is installed here: a gate that lets everything pass looks like one that is content.
 * @param fixtures folder of the recorded runs
 * @returns 0, or 1 where the gate fails to tell one from the other
 */
export async function gateSelfTest(
  context: CliContext,
  fixtures: string = join(locatePackage().root, 'fixtures', 'gate'),
): Promise<number> {
  let status = 0;
  for (const probe of probes) {
    const { isRight, seen } = await tryProbe(probe, { fixtures, context });
    context.stdout.write(`${isRight ? 'ok    ' : 'FAILED'} ${probe.name}: ${terminalLine(seen)}\n`);
    if (!isRight) status = 1;
  }
  return status;
}

interface ProbeOptions {
  readonly fixtures: string;
  readonly context: CliContext;
}

interface ProbeResult {
  readonly isRight: boolean;
  readonly seen: string;
}

/** In a copy, since the verdict is written beside the run, and away from any configuration. */
async function tryProbe(
  { name, exitCode }: Probe,
  { fixtures, context }: ProbeOptions,
): Promise<ProbeResult> {
  const folder = mkdtempSync(join(tmpdir(), 'microvm-bench-self-test-'));
  try {
    const run = join(folder, name);
    cpSync(join(fixtures, name), run, { recursive: true });
    const status = await gateCommandAction(
      {
        operands: [run],
        flags: {},
        format: 'human',
        isQuiet: true,
        gateId: 'self-test',
        isGithub: false,
        isConfirmed: false,
      },
      { ...context, cwd: folder, env: {}, stdout: silent, stderr: silent },
    );
    const path = join(run, 'verdict.json');
    const verdict = parseGateVerdict(JSON.parse(readFileSync(path, 'utf8')), `"${path}"`);
    const isRight = status === exitCode && verdict.exitCode === exitCode;
    const wanted = isRight ? '' : `, and ${exitCode} is right`;
    return { isRight, seen: `exit status ${status}${wanted} (${verdict.summary})` };
  } catch (thrown) {
    return { isRight: false, seen: errorMessage(thrown) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
