import type { Finding } from '../model/finding.ts';
import type { RunManifest } from '../model/run.ts';
import { countOf } from './wording.ts';

const notTold = 'not told';

type Facts = Readonly<Record<string, string>>;

interface Comparison {
  readonly rule: string;
  readonly what: string;
  readonly factsOf: (manifest: RunManifest) => Facts;
  readonly advice: string;
}

const comparisons: readonly Comparison[] = [
  {
    rule: 'campaign-hosts-differ',
    what: 'hosts',
    factsOf: hostFacts,
    advice: 'Compare numbers of the same host only; between hosts compare what changed on each',
  },
  {
    rule: 'campaign-plans-differ',
    what: 'plans',
    factsOf: planFacts,
    advice: 'Compare the cases and arms that the runs have in common',
  },
  {
    rule: 'campaign-files-differ',
    what: 'files',
    factsOf: ({ digests }) =>
      Object.fromEntries(digests.map(({ role, path, sha256 }) => [`${role} "${path}"`, sha256.slice(0, 12)])),
    advice: 'Compare these runs when the files are what the comparison is about',
  },
  {
    rule: 'campaign-tools-differ',
    what: 'tools',
    factsOf: ({ versions }) => versions,
    advice: 'See the change log under Measurement for what can move a number',
  },
];

/** How the runs of a campaign differ: in their hosts, plans, files and tools; a finding each, with all facts that differ. */
export function campaignFindings(manifests: readonly RunManifest[]): readonly Finding[] {
  return comparisons.flatMap(({ rule, what, factsOf, advice }) => {
    const differences = differingFacts(manifests.map(factsOf));
    if (differences.length === 0) return [];
    const message = `the ${what} of the runs differ: ${differences.join('; ')}`;
    return [{ rule, severity: 'warning', message, advice }];
  });
}

/** "kernel is 6.1.0 in 2 runs, 6.2.0 in 1 run", for each fact that is not the same in all. */
function differingFacts(all: readonly Facts[]): readonly string[] {
  const names = [...new Set(all.flatMap((facts) => Object.keys(facts)))];
  return names.flatMap((name) => {
    const counts = new Map<string, number>();
    for (const facts of all) {
      const value = Object.hasOwn(facts, name) ? (facts[name] ?? 'absent') : 'absent';
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    if (counts.size < 2) return [];
    const told = [...counts].map(([value, count]) => `${value} in ${countOf(count, 'run')}`);
    return [`${name} is ${told.join(', ')}`];
  });
}

function hostFacts({ host }: RunManifest): Facts {
  if (host === undefined) return {};
  const { mitigations, kvmModules, ...facts } = host.identity;
  const texts = Object.entries(facts).map(([name, value]) => [name, String(value)] as const);
  const states = Object.entries(mitigations).map(([name, state]) => [`mitigation ${name}`, state] as const);
  return { ...Object.fromEntries(texts), kvmModules: kvmModules.join(' '), ...Object.fromEntries(states) };
}

function planFacts({ plan }: RunManifest): Facts {
  const arms = plan.arms.map(
    ({ id, firecrackerVersion, launch }) =>
      [`arm ${id}`, `Firecracker ${firecrackerVersion ?? notTold}, ${launch ?? notTold}`] as const,
  );
  const cases = plan.cases.map(({ id, placement }) => [`case ${id}`, placement?.policy ?? notTold] as const);
  return {
    'number of trials': String(plan.trialsPerCase),
    ...Object.fromEntries(arms),
    ...Object.fromEntries(cases),
  };
}
