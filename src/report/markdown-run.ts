import { sourceName } from '../model/imported-run.ts';
import type { HostDifference, ReportedRun } from '../model/report.ts';
import type { RunManifest } from '../model/run.ts';
import type { TrialRecord } from '../model/trial.ts';
import { hostFactTables } from './host-fact-tables.ts';
import type { HeadingOf } from './html-heading.ts';
import { formatTextTable } from './markdown.ts';
import { markdownBlock, markdownCode, markdownText } from './markdown-text.ts';
import { shellWords } from './shell-words.ts';

/** What a reader needs of a run to judge its numbers and to make them again. */
export function runMarkdown(run: ReportedRun, heading: HeadingOf): readonly string[] {
  const { manifest } = run;
  return [
    `## ${markdownText(heading('Arms'))}`,
    armTable(manifest),
    `## ${markdownText(heading('Failures'))}`,
    failures(run.trials),
    `## ${markdownText(heading('Host'))}`,
    ...hostTables(manifest),
    `## ${markdownText(heading('Versions and digests'))}`,
    table(
      ['version of', 'is'],
      Object.entries(manifest.versions).map((entry) => entry.map(markdownText)),
    ),
    digestTable(manifest),
    `## ${markdownText(heading('How to reproduce'))}`,
    ...reproduction(manifest),
  ];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return formatTextTable({ header, align: header.map(() => 'l'), rows });
}

function hostTables({ host, measuredCpus, harnessCpus }: RunManifest): readonly string[] {
  if (host === undefined) return ['The source of this run does not tell on which host it was measured.'];
  const tables = Object.values(hostFactTables({ host, measuredCpus, harnessCpus }));
  return tables.map(({ title, facts }) =>
    table(
      [title.toLowerCase(), 'value'],
      facts.map((fact) => fact.map(markdownText)),
    ),
  );
}

function armTable({ plan }: RunManifest): string {
  const rows = plan.arms.map(({ id, firecrackerVersion, launch, overrides = {} }) => {
    const own = Object.entries(overrides).map(([name, value]) => `${name}=${String(value)}`);
    return [
      markdownText(id),
      markdownText(firecrackerVersion === undefined ? 'not told' : `Firecracker ${firecrackerVersion}`),
      markdownText(launch ?? 'not told'),
      own.length === 0 ? 'nothing' : markdownCode(own.join(', ')),
    ];
  });
  return table(['arm', 'VMM', 'launch', 'of its own'], rows);
}

/** Every trial that gave no value, with the reason and where its log was kept. Warm-ups are among them. */
function failures(trials: readonly TrialRecord[]): string {
  const lost = trials.filter(({ outcome }) => outcome.status !== 'ok');
  if (lost.length === 0) return `All ${trials.length} trials gave their values.`;
  const rows = lost.map((trial) => [
    markdownText(trial.isWarmup ? `${trial.trialId} (warm-up)` : trial.trialId),
    markdownText(trial.caseId),
    markdownText(trial.armId),
    trial.phases.at(-1)?.name ?? 'no phase',
    ...reasonCells(trial.outcome),
  ]);
  const header = ['trial', 'case', 'arm', 'last phase', 'reason', 'evidence'];
  return `${lost.length} of ${trials.length} trials gave no value; evidence is in the run folder:\n\n${table(header, rows)}`;
}

function reasonCells(outcome: TrialRecord['outcome']): readonly [reason: string, evidence: string] {
  switch (outcome.status) {
    case 'ok':
      return ['', ''];
    case 'aborted':
      return [markdownText(`aborted: ${outcome.reason}`), 'none'];
    case 'failed': {
      const { code, hint, causes, reason, evidence } = outcome;
      const parts = [
        reason,
        ...causes.map((cause) => `caused by: ${cause}`),
        ...(hint === undefined ? [] : [hint]),
      ];
      return [
        `**${markdownText(code)}** ${parts.map(markdownText).join('; ')}`,
        evidence === undefined ? 'none' : markdownCode(evidence),
      ];
    }
  }
}

function digestTable({ digests, imported }: RunManifest): string {
  if (imported !== undefined) {
    return table(
      ['imported file', 'sha256'],
      imported.files.map(({ name, sha256 }) => [markdownCode(name), markdownCode(sha256)]),
    );
  }
  const rows = digests.map(({ role, path, sha256, arms }) => [
    markdownText(arms === undefined ? role : `${role} of ${arms.join(', ')}`),
    markdownCode(path),
    markdownCode(sha256),
  ]);
  return table(['file', 'path', 'sha256'], rows);
}

function reproduction({ command, plan, imported }: RunManifest): readonly string[] {
  if (imported !== undefined) {
    return [
      markdownBlock(shellWords(command)),
      'The same files imported with the same flags give this run again. How to measure them again is for ' +
        `${markdownText(sourceName(imported))} to tell.`,
    ];
  }
  return [
    markdownBlock(shellWords(command)),
    `The order of the ${plan.blocks.length} blocks comes from the seed ${plan.seed} by ${markdownText(plan.generator)}. ` +
      'The same order needs the same seed, cases, arms and numbers of trials; the same numbers need a host with the ' +
      'identity above and files with these digests.',
  ];
}

/** In what the machines of several runs differ; nothing for one run. */
export function hostDifferenceMarkdown(
  runs: readonly ReportedRun[],
  differences: readonly HostDifference[],
): readonly string[] {
  if (runs.length < 2) return [];
  const title = '## The hosts of the runs';
  if (differences.length === 0) {
    return [
      title,
      `All ${runs.length} runs are of hosts of the same identity and settings, measured on the same CPUs.`,
    ];
  }
  const rows = differences.map(({ fact, values }) => [fact, ...values].map(markdownText));
  return [title, table(['fact', ...runs.map(({ label }) => markdownText(label))], rows)];
}
