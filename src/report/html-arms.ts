import { formatArmDifferences } from '../model/arm.ts';
import type { Arm } from '../model/plan.ts';
import type { RunManifest } from '../model/run.ts';
import { dataTable } from './html-table.ts';
import { html, type Html } from './html-template.ts';

/** The variants under test and, of several, what they do not have alike. */
export function armTable({ plan }: RunManifest): Html {
  const { arms, armDifferences } = plan;
  const table = dataTable({
    title: 'Arms',
    explanation: 'the variants under test, how each VMM is started, and what it has otherwise than the run',
    columns: ['arm', 'VMM', 'launch', 'of its own'],
    rows: arms.map(armRow),
  });
  if (armDifferences === undefined) return table;
  const ids = arms.map(({ id }) => id);
  return html`<p>${formatArmDifferences(ids, armDifferences)}</p>
    ${table}`;
}

function armRow({ id, firecrackerVersion, launch, overrides = {} }: Arm): Html {
  const own = Object.entries(overrides).map(([name, value]) => `${name}=${String(value)}`);
  return html`<tr>
    <th scope="row">${id}</th>
    <td>Firecracker ${firecrackerVersion}</td>
    <td>${launch}</td>
    <td class="wide">${own.length === 0 ? 'nothing' : html`<code>${own.join(', ')}</code>`}</td>
  </tr> `;
}
