import { hostName } from './host-class.ts';
import type { ResultsIndex } from '../model/results-index.ts';
import { htmlPage } from './html-page.ts';
import { html, nothing, type Html } from './html-template.ts';
import { makeFilter, type IndexFilter } from './index-filter.ts';
import { leftOutSection, runSection, sharedSection } from './index-runs.ts';
import { trendSection } from './index-trends.ts';

/**
 * A folder of results as one page: its runs, what was made of several, the headlines over time. No script, nothing from
 * outside, relative links only, and the same bytes for the same folder.
 */
export function renderIndex(index: ResultsIndex): string {
  const filter = makeFilter(index);
  return htmlPage({
    title: 'Benchmark runs',
    ownStyle: `\n${indexRules}\n${filter.rules.toString()}`,
    skipText: 'Skip to the runs',
    header: pageHeader(index, filter),
    results: html`${runSection(index, filter)} ${sharedSection(index)} ${trendSection(index, filter)}
    ${leftOutSection(index.leftOut)}`,
  });
}

function pageHeader({ runs, campaigns, reports, leftOut, series }: ResultsIndex, filter: IndexFilter): Html {
  const hosts = new Set(runs.map(({ host }) => hostName(host))).size;
  const link = (id: string, text: string, isThere: boolean): Html =>
    isThere ? html`<a href="#${id}">${text}</a> ` : nothing;
  return html`<header>
    <h1>Benchmark runs</h1>
    <p class="meta">${runs.length} runs on ${hosts} ${hosts === 1 ? 'host' : 'hosts'}</p>
    <nav aria-label="Parts of the page">
      ${link('runs', 'Runs', runs.length > 0)}
      ${link('shared', 'Campaigns and shared reports', campaigns.length + reports.length > 0)}
      ${link('trends', 'Headlines over time', series.length > 0)}
      ${link('left-out', `Left out (${leftOut.length})`, leftOut.length > 0)}
    </nav>
    ${filter.form}
  </header> `;
}

const indexRules = `nav a{margin-right:14px}
.filter{display:none;flex-wrap:wrap;gap:8px 24px;margin:14px 0 0}
@supports selector(body:has(a)){.filter{display:flex}}
fieldset{min-width:0;margin:0;padding:0;border:0}
legend{padding:0;font-weight:bold}
label{display:inline-block;margin-right:12px;overflow-wrap:anywhere}
input:focus-visible{outline:2px solid var(--series-1);outline-offset:2px}
.time{white-space:nowrap}
tbody th.wide{white-space:normal}
tbody th code{color:var(--muted)}
svg.trend{display:block;min-width:0;width:240px;max-width:none;margin:0}
.trend .line{fill:none;stroke:var(--series-1);stroke-width:1.5}
.trend .interval{fill:none;stroke:var(--series-1);stroke-opacity:.35;stroke-width:4}
.trend .level{fill:none;stroke:var(--failure);stroke-width:1;stroke-dasharray:3 3}
.trend circle{fill:var(--series-1)}
@media print{.filter,nav{display:none}}`;
