import { readHostFacts } from '../../host/host-facts.ts';
import { BenchError } from '../../base/errors.ts';
import type { HostFacts } from '../../model/host-facts.ts';
import type { FileDigest, RunManifest } from '../../model/run.ts';
import { fileDigests } from '../measure/file-digests.ts';
import type { PlannedRun } from '../measure/plan-run.ts';

/**
 * Fresh trials say something of a run only on its host and with its files.
 * @throws BenchError `FACILITY_MISSING` for another host, `INSTALLATION_MISMATCH` for another file
 */
export function requireSameSetup(planned: PlannedRun, manifest: RunManifest): void {
  requireSameHost(readHostFacts(planned.settings.jailBase.value).identity, manifest);
  requireSameFiles(fileDigests(planned), manifest);
}

/** @throws BenchError `FACILITY_MISSING` that names what differs, `USAGE` for an imported run */
export function requireSameHost(identity: HostFacts['identity'], { host, runId }: RunManifest): void {
  if (host === undefined) {
    throw new BenchError(
      'USAGE',
      `Cannot confirm the run ${runId}: it was imported, so its host is not told`,
      {
        hint: 'Gate it without --confirm',
      },
    );
  }
  const [now, then] = [inWords(identity), inWords(host.identity)];
  const names = [...new Set([...Object.keys(now), ...Object.keys(then)])];
  const differing = names.filter((name) => now[name] !== then[name]);
  if (differing.length === 0) return;
  const text = `Cannot confirm on this host: its ${differing.join(', ')} is not what the run ${runId} has`;
  throw new BenchError('FACILITY_MISSING', text, {
    hint: 'Confirm on the host that measured the run, before it is changed; or gate without --confirm',
  });
}

function inWords(identity: HostFacts['identity']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(identity).map(([name, value]: readonly [string, unknown]) => [
      name,
      JSON.stringify(value),
    ]),
  );
}

/** @throws BenchError `INSTALLATION_MISMATCH` that names the file */
export function requireSameFiles(
  digests: readonly FileDigest[],
  { digests: known, plan, runId }: Pick<RunManifest, 'digests' | 'plan' | 'runId'>,
): void {
  const all = plan.arms.map(({ id }) => id);
  for (const { role, path, sha256, arms = all } of digests) {
    for (const arm of arms) {
      const isKnown = known.some(
        (each) =>
          each.role === role &&
          each.path === path &&
          each.sha256 === sha256 &&
          (each.arms ?? all).includes(arm),
      );
      if (isKnown) continue;
      const text = `Cannot confirm the arm ${arm}: its ${role} "${path}" is not the file that the run ${runId} was made with`;
      throw new BenchError('INSTALLATION_MISMATCH', text, {
        hint: 'Put the file back, or measure both arms anew',
      });
    }
  }
}
