import { formatArmDifferences } from '../model/arm.ts';
import type { Arm } from '../model/plan.ts';
import type { RunManifest } from '../model/run.ts';
import { dataTable, rowHead } from './html-table.ts';
import { html, type Html } from './html-template.ts';

/** What several arms do not have alike, as one sentence: what the numbers compare. */
export function armComparison({ plan: { arms, armDifferences } }: RunManifest): readonly Html[] {
  if (armDifferences === undefined) return [];
  const ids = arms.map(({ id }) => id);
  return [html`<p>${formatArmDifferences(ids, armDifferences)}</p>`];
}

/** The variants under test. */
export function armTable({ plan }: RunManifest): Html {
  return dataTable({
    title: 'Arms',
    explanation: 'the variants under test, how each VMM is started, and what it has otherwise than the run',
    columns: ['arm', 'VMM', 'launch', 'of its own'],
    rows: plan.arms.map(armRow),
  });
}

function armRow({ id, firecrackerVersion, launch, overrides = {} }: Arm): Html {
  const own = Object.entries(overrides).map(([name, value]) => `${name}=${String(value)}`);
  return html`<tr>
    ${rowHead(id)}
    <td>${firecrackerVersion === undefined ? 'not told' : `Firecracker ${firecrackerVersion}`}</td>
    <td>${launch ?? 'not told'}</td>
    <td class="wide">${own.length === 0 ? 'nothing' : html`<code>${own.join(', ')}</code>`}</td>
  </tr> `;
}
