import type { RunAnalysis } from '../model/analysis.ts';
import type { AppliedPlacement } from '../model/placement.ts';
import { placementOf, type Case, type ParameterValue } from '../model/plan.ts';
import type { BenchmarkFacts, RunManifest } from '../model/run.ts';
import { armTable } from './html-arms.ts';
import type { HeadingOf } from './html-heading.ts';
import { dataTable, rowHead } from './html-table.ts';
import { html, nothing, type Html } from './html-template.ts';
import { placementHeld, plannedThreads } from './placement-held.ts';
import { caseLabel } from './series.ts';

/** What was run, on which CPUs, started how: the part of the plan that a reader needs to judge the numbers. */
export function runSection(analysis: RunAnalysis, heading: HeadingOf): Html {
  const { manifest } = analysis;
  return html`<section>
    <h2>${heading('What was run')}</h2>
    ${manifest.benchmarks.map((benchmark) => benchmarkFacts(analysis, benchmark))} ${armTable(manifest)}
    ${manifest.imported === undefined ? [placementTable(analysis), settingTable(manifest)] : nothing}
  </section> `;
}

function benchmarkFacts(analysis: RunAnalysis, benchmark: BenchmarkFacts): Html {
  const cases = analysis.manifest.plan.cases.filter(({ benchmarkId }) => benchmarkId === benchmark.id);
  const parameters = [...parameterValues(cases)].map(
    ([name, values]) => html`<dd><code>${name}</code> ${[...values].map(String).join(', ')}</dd> `,
  );
  return html`<h3>${benchmark.id}</h3>
    <dl>
      <dt>Question</dt>
      <dd>${benchmark.question}</dd>
      <dt>Stopwatch of ${benchmark.headline}</dt>
      <dd>${benchmark.timedSpan}</dd>
      <dt>Parameters</dt>
      ${parameters.length > 0 ? parameters : html`<dd>none</dd>`}
      <dt>Disturbed by</dt>
      ${benchmark.disturbedBy.map((what) => html`<dd>${what}</dd>`)}
    </dl> `;
}

function parameterValues(cases: readonly Case[]): ReadonlyMap<string, ReadonlySet<ParameterValue>> {
  const values = new Map<string, Set<ParameterValue>>();
  for (const [name, value] of cases.flatMap(({ point }) => Object.entries(point))) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return values;
}

function placementTable(analysis: RunAnalysis): Html {
  return dataTable({
    title: 'Placement',
    explanation: 'which thread runs on which CPU; held: each was read back on its CPUs and no others',
    columns: ['case', 'policy', 'confined to', 'threads', 'set by', 'held'],
    rows: analysis.manifest.plan.cases.flatMap((kase) =>
      placedTogether(kase, analysis.manifest).map((armIds) => placementRow(analysis, kase, armIds)),
    ),
  });
}

/** The arms of a case in groups of one placement: at first those without one of their own. */
function placedTogether({ armPlacements = {} }: Case, { plan }: RunManifest): readonly (readonly string[])[] {
  const ids = plan.arms.map(({ id }) => id);
  const apart = ids.filter((id) => Object.hasOwn(armPlacements, id));
  return [ids.filter((id) => !apart.includes(id)), ...apart.map((id) => [id])];
}

function placementRow(analysis: RunAnalysis, kase: Case, armIds: readonly string[]): Html {
  const plan = placementOf(kase, armIds[0] ?? '');
  if (plan === undefined) return nothing;
  const ok = analysis.trials.filter(
    ({ caseId, armId, isWarmup, outcome }) =>
      caseId === kase.id && armIds.includes(armId) && !isWarmup && outcome.status === 'ok',
  );
  const heldCount = ok.filter(({ placement }) => placementHeld(placement, plan)).length;
  const threads = plannedThreads(plan).map(({ role, cpus }) => `${role} on ${cpuText(cpus)}`);
  const held = `${heldCount} of ${ok.length} trials`;
  const setters = [
    ...new Set(ok.flatMap(({ placement }) => (placement === undefined ? [] : setterText(placement)))),
  ];
  const place =
    kase.armPlacements === undefined ? caseLabel(kase) : `${caseLabel(kase)} ${armIds.join(', ')}`;
  return html`<tr>
    ${rowHead(place)}
    <td>${plan.policy}</td>
    <td>CPU ${cpuText(plan.confineTo)}</td>
    <td class="wide">${threads.join('; ')}</td>
    <td>${setters.join('; ')}</td>
    ${heldCount === ok.length ? html`<td>${held}</td>` : html`<td class="failed">${held}</td>`}
  </tr> `;
}

function setterText({ confinement, setter }: AppliedPlacement): string {
  return `${setter}, ${confinement}`;
}

function cpuText(cpus: readonly number[]): string {
  return cpus.join(', ');
}

function settingTable({ settings }: RunManifest): Html {
  const table = dataTable({
    title: 'Settings',
    explanation: 'what was in force, and what set it',
    columns: ['setting', 'value', 'from'],
    rows: Object.entries(settings).map(
      ([name, { value, origin }]) =>
        html`<tr>
          ${rowHead(html`<code>${name}</code>`)}
          <td><code>${JSON.stringify(value)}</code></td>
          <td>${origin}</td>
        </tr> `,
    ),
  });
  return html`<details>
    <summary>Settings and where they came from</summary>
    ${table}
  </details> `;
}
