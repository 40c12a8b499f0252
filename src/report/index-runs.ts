import type { IndexedRun, LeftOutFolder, ResultsIndex } from '../model/results-index.ts';
import { hostClass, hostName } from './host-class.ts';
import { dataTable } from './html-table.ts';
import { html, nothing, type Html } from './html-template.ts';
import type { IndexFilter } from './index-filter.ts';
import { lostTexts } from './series.ts';
import { shellWords } from './shell-words.ts';

/** All runs, the newest first. */
export function runSection({ runs }: ResultsIndex, filter: IndexFilter): Html {
  if (runs.length === 0) return html`<p>There is no run in this folder.</p>`;
  return html`<section>
    <h2 id="runs">Runs</h2>
    ${dataTable({
      title: `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`,
      explanation: 'the newest first; times in UTC',
      columns: ['started', 'run', 'benchmarks', 'host', 'arms', 'trials', 'verdict'],
      rows: runs.map((run) => runRow(run, filter)),
    })}
  </section>`;
}

function runRow(run: IndexedRun, filter: IndexFilter): Html {
  const { path, title, startedAt, benchmarkIds, armIds, host, hasPage, runId } = run;
  const classes = filter.classesOf({
    benchmarks: benchmarkIds,
    hosts: [hostName(host)],
    arms: armIds,
  });
  return html`<tr class="${classes}">
    <td class="time">${startedAt === undefined ? 'not told' : timeOf(startedAt)}</td>
    <th scope="row" class="wide">
      ${hasPage ? pageLink(path, title) : html`${title}`}<br /><code>${runId}</code>
      ${hasPage ? nothing : noPage(path)}
    </th>
    <td>${benchmarkIds.join(', ')}</td>
    ${host === undefined ? html`<td>not told</td>` : html`<td title="${hostClass(host)}">${hostName(host)}</td>`}
    <td>${armIds.join(', ')}</td>
    <td>${trialCell(run)}</td>
    <td class="wide">${verdictCell(run)}</td>
  </tr> `;
}

function timeOf(stamp: string): Html {
  return html`<time datetime="${stamp}">${stamp.slice(0, 16).replace('T', ' ')}</time>`;
}

/** The page of a folder; relative, so that it works from a file and from any server. */
export function pageLink(path: string, text: string): Html {
  const href = path.split('/').map(encodeURIComponent).join('/');
  return html`<a href="./${href}/report.html">${text}</a>`;
}

/** That a page is missing, and what makes it. */
function noPage(path: string): Html {
  return html`<br /><span class="note"
      >no page yet: <code>${shellWords(['microvm-bench', 'report', path])}</code></span
    >`;
}

function trialCell({ counts, end }: IndexedRun): Html {
  const lost = lostTexts(counts).map((text) => html`<br /><span class="failed">${text}</span>`);
  return html`${counts.ok} of ${counts.planned} ok${lost}${endMark(end)}`;
}

function endMark(end: IndexedRun['end']): Html {
  if (end === 'complete') return nothing;
  const text = end === 'running' ? 'not ended: killed, or still going on' : end;
  return html`<br /><span class="failed">${text}</span>`;
}

function verdictCell({ comparison }: IndexedRun): Html {
  if (comparison === undefined) return html`<span class="too-few">not compared</span>`;
  const { text, worst } = comparison;
  return worst === 'regressed' || worst === 'invalid'
    ? html`<span class="failed">${text}</span>`
    : html`${text}`;
}

/** What is made of several runs: campaigns and shared reports. */
export function sharedSection({ campaigns, reports }: ResultsIndex): Html {
  if (campaigns.length + reports.length === 0) return nothing;
  return html`<section>
    <h2 id="shared">Campaigns and reports of several runs</h2>
    <ul>
      ${campaigns.map(
        ({ path, title, runIds, hasPage }) =>
          html`<li>
            ${hasPage ? pageLink(path, title) : html`${title}`}, campaign of ${runIds.length} runs:
            ${runIds.join(', ')} ${hasPage ? nothing : noPage(path)}
          </li> `,
      )}
      ${reports.map(
        ({ path, title, runLabels }) =>
          html`<li>
            ${pageLink(path, title)}, report of ${runLabels.length} runs: ${runLabels.join(', ')}
          </li> `,
      )}
    </ul>
  </section>`;
}

/** What could not be read: a folder that is missing from a list is one that nobody looks for. */
export function leftOutSection(leftOut: readonly LeftOutFolder[]): Html {
  if (leftOut.length === 0) return nothing;
  return html`<section>
    <h2 id="left-out">Left out</h2>
    <dl>
      ${leftOut.map(
        ({ path, reason }) =>
          html`<dt><code>${path}</code></dt>
            <dd>${reason}</dd> `,
      )}
    </dl>
  </section>`;
}
