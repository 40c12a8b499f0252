import type { RunAnalysis } from '../model/analysis.ts';
import { sourceName, type ImportedRun } from '../model/imported-run.ts';
import type { ReportAnalysis } from '../model/report.ts';
import type { RunManifest } from '../model/run.ts';
import type { HeadingOf } from './html-heading.ts';
import { methodList } from './html-methods.ts';
import { dataTable, factTable, rowHead } from './html-table.ts';
import { html, type Html } from './html-template.ts';
import { shellWords } from './shell-words.ts';

/** What made a run's numbers: versions, digests, and how to make them again. */
export function provenanceSections({ manifest }: RunAnalysis, heading: HeadingOf): Html {
  return html`<section>
      <h2>${heading('Versions and digests')}</h2>
      ${factTable('Versions', 'the tool and what it computes with', Object.entries(manifest.versions))}
      ${digestTable(manifest)}
    </section>
    ${reproduction(manifest, heading)}`;
}

/** The recipes that all numbers of the page come from. */
export function methodSection({ methods }: ReportAnalysis): Html {
  return html`<section>
    <h2>Methods</h2>
    ${methodList(methods)}
  </section>`;
}

function digestTable({ digests, imported }: RunManifest): Html {
  if (imported !== undefined) return importedFiles(imported);
  const rows = digests.map(
    ({ role, path, sha256, arms }) =>
      html`<tr>
        ${rowHead(arms === undefined ? role : `${role} of ${arms.join(', ')}`)}
        <td><code>${path}</code></td>
        <td><code>${sha256}</code></td>
      </tr> `,
  );
  return dataTable({
    title: 'Digests',
    explanation: 'the files that ran',
    columns: ['file', 'path', 'sha256'],
    rows,
  });
}

function importedFiles({ files }: ImportedRun): Html {
  const rows = files.map(
    ({ name, sha256 }) =>
      html`<tr>
        ${rowHead(html`<code>${name}</code>`)}
        <td><code>${sha256}</code></td>
      </tr> `,
  );
  return dataTable({
    title: 'Digests',
    explanation: 'the files that were imported',
    columns: ['file', 'sha256'],
    rows,
  });
}

function reproduction({ command, plan, imported }: RunManifest, heading: HeadingOf): Html {
  if (imported !== undefined) {
    return html`<section>
      <h2>${heading('How to reproduce')}</h2>
      <pre>${shellWords(command)}</pre>
      <p>
        The same files imported with the same flags give this run again. How to measure them again is for
        ${sourceName(imported)} to tell.
      </p>
    </section> `;
  }
  return html`<section>
    <h2>${heading('How to reproduce')}</h2>
    <pre>${shellWords(command)}</pre>
    <p>
      The order of the ${plan.blocks.length} blocks comes from the seed <code>${plan.seed}</code> by
      ${plan.generator}. The same order needs the same seed, cases, arms and numbers of trials; the same
      numbers need a host with the identity above and files with these digests.
    </p>
  </section> `;
}

const filesOfRun: readonly RawFile[] = [
  ['manifest.json', 'plan, seed, digests, placement, host facts and versions'],
  ['samples.ndjson', 'the journal: one line a trial, written as it ended'],
  ['events.ndjson', 'what happened while the run went on'],
];

const filesOfReport: readonly RawFile[] = [
  ['samples.csv', 'one row a sample'],
  ['summary.csv', 'one row a case, arm and metric, in full precision'],
  ['summary.json', 'the same with intervals and phases'],
  ['charts/', 'each chart as Vega-Lite specification with its data (.vl.json) and as picture (.svg)'],
];

type RawFile = readonly [name: string, what: string];

/** Where the numbers lie, and how to compute the page again from them. */
export function rawFileSection({ runs }: ReportAnalysis): Html {
  const isOne = runs.length === 1;
  const place = isOne
    ? 'In the folder that holds this page.'
    : 'In the folder that holds this page; those of each run are in the run’s own folder.';
  const files = isOne ? [...filesOfRun, ...filesOfReport] : filesOfReport;
  const operands = isOne ? ['.'] : runs.map(({ manifest }) => manifest.runId);
  const again = shellWords(['microvm-bench', 'report', ...operands]);
  return html`<section>
    <h2>Raw files</h2>
    <p>
      ${place} Every number here is computed from <code>manifest.json</code> and
      <code>samples.ndjson</code> ${isOne ? 'alone' : 'of each run alone'}; this computes them again, on any
      machine:
    </p>
    <pre>${again}</pre>
    <dl>
      ${files.map(
        ([name, what]) =>
          html`<dt><code>${name}</code></dt>
            <dd>${what}</dd> `,
      )}
    </dl>
  </section> `;
}
