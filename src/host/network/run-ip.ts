import { BenchError, errorMessage, systemErrorCode } from '../../base/errors.ts';
import { runCommand } from '../run-command.ts';

const timeoutMs = 5000;

/**
 * Runs "ip" of iproute2 and resolves with what it prints.
 * @throws BenchError `NETWORK_FAILED` with the tool's own words; `FACILITY_MISSING` when there is none
 */
export async function runIp(args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await runCommand('ip', args, { timeoutMs });
    return stdout;
  } catch (thrown) {
    throw ipFailure(thrown);
  }
}

function ipFailure(thrown: unknown): BenchError {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  if (systemErrorCode(cause) !== 'ENOENT')
    return new BenchError('NETWORK_FAILED', errorMessage(thrown), { cause: thrown });
  return new BenchError('FACILITY_MISSING', 'Cannot run "ip": there is no such tool on this host', {
    cause: thrown,
    hint: 'Install iproute2: apt-get install iproute2',
  });
}
