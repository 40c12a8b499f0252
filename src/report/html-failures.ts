import type { RunAnalysis } from '../model/analysis.ts';
import type { TrialRecord } from '../model/trial.ts';
import type { HeadingOf } from './html-heading.ts';
import { dataTable, rowHead } from './html-table.ts';
import { html, nothing, type Html } from './html-template.ts';

/** Every trial that gave no value, with the reason and where its log was kept. Warm-ups are among them. */
export function failureSection({ trials }: RunAnalysis, heading: HeadingOf): Html {
  const lost = trials.filter(({ outcome }) => outcome.status !== 'ok');
  return html`<section>
    <h2>${heading('Failures')}</h2>
    ${lost.length === 0 ? html`<p>All ${trials.length} trials gave their values.</p>` : failureTable(lost, trials.length)}
  </section> `;
}

function failureTable(lost: readonly TrialRecord[], trialCount: number): Html {
  return dataTable({
    title: `${lost.length} of ${trialCount} trials gave no value`,
    explanation: 'warm-ups are among them; evidence is in the run folder',
    columns: ['trial', 'case', 'arm', 'last phase', 'reason', 'evidence'],
    rows: lost.map(failureRow),
  });
}

function failureRow(trial: TrialRecord): Html {
  const { outcome } = trial;
  const evidence = outcome.status === 'failed' && outcome.evidence !== undefined ? outcome.evidence : 'none';
  const trialName = trial.isWarmup ? `${trial.trialId} (warm-up)` : trial.trialId;
  return html`<tr>
    ${rowHead(trialName)}
    <td>${trial.caseId}</td>
    <td>${trial.armId}</td>
    <td>${trial.phases.at(-1)?.name ?? 'no phase'}</td>
    <td class="wide">${reason(outcome)}</td>
    <td><code>${evidence}</code></td>
  </tr> `;
}

function reason(outcome: TrialRecord['outcome']): Html {
  switch (outcome.status) {
    case 'ok':
      return nothing;
    case 'aborted':
      return html`aborted: ${outcome.reason}`;
    case 'failed': {
      const { code, hint, causes, lastLogLines } = outcome;
      return html`<b>${code}</b> ${outcome.reason}${causes.map((cause) => html`<br />caused by: ${cause}`)}${
          hint === undefined ? nothing : html`<br />${hint}`
        }${lastLogLines.length === 0 ? nothing : html`<pre>${lastLogLines.join('\n')}</pre>`}`;
    }
  }
}
