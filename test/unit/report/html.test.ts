import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import type { RunAnalysis } from '../../../src/model/analysis.ts';
import { isTimelineMetricId } from '../../../src/model/phase-metrics.ts';
import { drawCharts, makeCharts } from '../../../src/report/draw-charts.ts';
import { renderHtml } from '../../../src/report/html.ts';
import { comparisonSentence } from '../../../src/model/comparison-text.ts';
import { aTwoArmRun } from '../two-arm-run.ts';
import { aSmallRun } from '../builders.ts';
import { aReportRun } from './a-report-run.ts';

async function pageOf(analysis: RunAnalysis): Promise<string> {
  const report = reportOfRun(analysis);
  return renderHtml(report, await drawCharts(report), { isInteractive: false });
}

describe('renderHtml()', () => {
  it('writes the page of the small run', async () => {
    await expect(await pageOf(analyseRecords(aSmallRun()))).toMatchFileSnapshot(
      '../../golden/run-small/report.html',
    );
  });

  it('writes the same bytes each time', async () => {
    const run = aReportRun({ arms: ['base', 'candidate'], trialCount: 8 });
    expect(await pageOf(analyseRecords(run))).toBe(await pageOf(analyseRecords(run)));
  });

  it('needs nothing from outside and runs nothing', async () => {
    const page = await pageOf(analyseRecords(aSmallRun()));
    expect(page).not.toMatch(/https?:|<script|<link|<img|@import|url\(|javascript:/i);
    const references = page.match(/(?:href|src)="[^"]*"/g);
    expect(references).toEqual(['href="#results"']);
  });

  it('has one heading of the first level, a caption for each table and a scope for each heading cell', async () => {
    const analysis = analyseRecords(aReportRun({ arms: ['base', 'candidate'], trialCount: 3 }));
    const page = await pageOf(analysis);
    expect(countOf(page, /<h1>/g)).toBe(1);
    expect(countOf(page, /<caption>\s*<span>/g)).toBe(countOf(page, /<table/g));
    expect(countOf(page, /<th scope="(?:row|col|colgroup)"/g)).toBe(countOf(page, /<th\b/g));
    expect(countOf(page, /<svg role="img" aria-label="[^"]+"/g)).toBe(
      makeCharts(reportOfRun(analysis)).length,
    );
    const levels = [...page.matchAll(/<h(\d)>/g)].map(([, level]) => Number(level));
    expect(levels.every((level, index) => level - (levels[index - 1] ?? 0) <= 1)).toBe(true);
  });

  it('begins with the verdicts of a run with several arms, worst first, in the words of every other surface', async () => {
    const analysis = analyseRecords(aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5 }));
    const page = await pageOf(analysis);
    const header = page.slice(page.indexOf('<header>'), page.indexOf('</header>'));
    expect(header).toContain('1 regressed of 1 gated comparison: candidate against base');
    const [worst] = analysis.comparison?.comparisons.filter(({ isGated }) => isGated) ?? [];
    if (worst === undefined) throw new Error('nothing is gated');
    expect(header).toContain(comparisonSentence(worst, 0.05));
    expect(header).not.toContain('median <b>');
    expect(page).toContain('<h2>Comparison of the arms</h2>');
    expect(page).toContain('<td class="failed">regressed</td>');
  });

  it('says of an unfinished run what did not run, without a chart of nothing', async () => {
    const { manifest } = aSmallRun();
    const page = await pageOf(
      analyseRecords({ manifest: { ...manifest, end: { status: 'running' } }, trials: [] }),
    );
    expect(page).toContain('no value, n = 0 of 8 trials, 8 not run');
    expect(page).toContain('not ended');
    expect(page).not.toContain('<figure>');
  });

  it('lets no text out of its place', async () => {
    const page = await pageOf(aHostileAnalysis());
    const body = page.slice(page.indexOf('</style>'));
    expect(body.slice('</style>'.length)).not.toContain('</style');
    expect([...new Set(tagsOf(page).map(({ name }) => name))].filter((name) => !knownTags.has(name))).toEqual(
      [],
    );
    const attributes = tagsOf(page).flatMap((tag) => attributeNames(tag.attributes));
    expect([...new Set(attributes)].filter((name) => /^on|^style$|malformed/.test(name))).toEqual([]);
    expect(page).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
    expect(page).toContain(
      'boot.guest&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;/style&gt;&lt;/title&gt;&lt;/pre&gt;--&gt;',
    );
  });
});

const hostile = `"'><script>alert(1)</script></style></title></pre>--><img src=x onerror=alert(1)>\u001b[2J\u202E`;

/** Keys whose texts the parser of run folders takes from a fixed list. */
const listedKeys: ReadonlySet<string> = new Set([
  'confinement',
  'direction',
  'format',
  'kind',
  'launch',
  'name',
  'policy',
  'severity',
  'status',
  'turbo',
  'unit',
]);

/** An analysis with a hostile text wherever a run folder can hold one. */
function aHostileAnalysis(): RunAnalysis {
  const run = aReportRun({ vcpus: [1], memMib: [128], arms: ['a', 'b'], trialCount: 20 });
  const poisoned: unknown = JSON.parse(JSON.stringify(analyseRecords(run)), (key, value: unknown) => {
    if (typeof value === 'string')
      return listedKeys.has(key) || isTimelineMetricId(value) ? value : value + hostile;
    const hasTextKeys = key === 'samples' || key === 'point' || key === 'versions';
    if (!hasTextKeys || typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name + hostile, inner]));
  });
  if (!isAnalysis(poisoned)) throw new Error('the hostile run has lost its shape');
  return poisoned;
}

function isAnalysis(value: unknown): value is RunAnalysis {
  return typeof value === 'object' && value !== null && 'manifest' in value && 'cases' in value;
}

const knownTags: ReadonlySet<string> = new Set(
  (
    'html head meta title style body a header h1 h2 h3 p ul ol li b br main section div table caption thead tbody tr ' +
    'th td data figure figcaption svg g path rect line text details summary dl dt dd code pre span time'
  ).split(' '),
);

interface Tag {
  readonly name: string;
  readonly attributes: string;
}

/** Everything that a parser would take for a tag, outside of the style sheet. */
function tagsOf(page: string): readonly Tag[] {
  const markup = page.replace(/<style>.*?<\/style>/s, '').replace('<!doctype html>', '');
  return [...markup.matchAll(/<\/?([^\s>/]+)([^>]*)>/g)].map(([, name = '', attributes = '']) => ({
    name,
    attributes,
  }));
}

function attributeNames(attributes: string): readonly string[] {
  const rest = attributes.replaceAll(/\s+[a-z][\w:-]*="[^"]*"/gi, '').replace(/\s*\/?$/, '');
  const names = [...attributes.matchAll(/\s+([a-z][\w:-]*)="[^"]*"/gi)].map(([, name = '']) =>
    name.toLowerCase(),
  );
  return rest === '' ? names : [...names, `malformed: ${rest}`];
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
