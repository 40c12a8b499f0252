import type { ReportAnalysis } from '../model/report.ts';
import type { RunManifest } from '../model/run.ts';
import type { HeadingOf } from './html-heading.ts';
import { hostFactTables } from './host-fact-tables.ts';
import { dataTable, factTable } from './html-table.ts';
import { html, nothing, type Html } from './html-template.ts';

/** The machine: what it is, how it was set and how busy it was. What the host does not tell stands there as such. */
export function hostSection(manifest: RunManifest, heading: HeadingOf): Html {
  const { host } = manifest;
  if (host === undefined) {
    return html`<section>
      <h2>${heading('Host')}</h2>
      <p>The source of this run does not tell on which host it was measured.</p>
    </section>`;
  }
  const { identity, settings, observed } = hostFactTables({ ...manifest, host });
  return html`<section>
    <h2>${heading('Host')}</h2>
    <div class="columns">
      <div>${factTable(identity.title, identity.explanation, identity.facts)}</div>
      <div>
        ${factTable(settings.title, settings.explanation, settings.facts)}
        ${factTable(observed.title, observed.explanation, observed.facts)}
      </div>
    </div>
  </section>`;
}

/** In what the machines of several runs differ; nothing for one run. */
export function hostDifferenceTable({ runs, hostDifferences }: ReportAnalysis): Html {
  if (runs.length < 2) return nothing;
  const table =
    hostDifferences.length === 0
      ? html`<p>
          All ${runs.length} runs are of hosts of the same identity and settings, measured on the same CPUs.
        </p>`
      : dataTable({
          title: 'Differences between the hosts',
          explanation: 'facts that not all runs have alike; numbers of different machines are not compared',
          columns: ['fact', ...runs.map(({ label }) => label)],
          rows: hostDifferences.map(
            ({ fact, values }) =>
              html`<tr>
                <th scope="row"><code>${fact}</code></th>
                ${values.map((value) => html`<td class="wide">${value}</td>`)}
              </tr> `,
          ),
        });
  return html`<section>
    <h2>The hosts of the runs</h2>
    ${table}
  </section>`;
}
