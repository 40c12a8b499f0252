import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../../src/analysis/analyse-run.ts';
import { renderHtml } from '../../../../src/report/html.ts';
import { explorerSection } from '../../../../src/report/interactive/html-interactive.ts';
import { aSmallRun } from '../../builders.ts';

function page(): string {
  return renderHtml(reportOfRun(analyseRecords(aSmallRun())), [], { isInteractive: true });
}

describe('an interactive page', () => {
  it('lets those scripts run that it holds, by their digests, and no others', () => {
    const html = page();
    const scripts = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script = '']) => script);
    expect(scripts).toHaveLength(4);
    const digests = scripts.map(
      (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    );
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    expect(policy).toBe(`default-src 'none'; style-src 'unsafe-inline'; script-src ${digests.join(' ')}`);
  });

  it('loads nothing', () => {
    const markup = page().replaceAll(/<script>[^]*?<\/script>/g, '');
    const loading = /<script[^>]+src=|<link|<img|@import|url\(/i.exec(markup);
    expect(loading).toBeNull();
  });

  it('is the same for the same run', () => {
    expect(page() === page()).toBe(true);
  });
});

describe('explorerSection()', () => {
  it('holds data that cannot end its element', () => {
    const name = '</script><script>alert(1)</script>';
    const markup = explorerSection(
      { title: name, sentence: name, spec: { data: { values: [{ name }] }, mark: 'point' } },
      0,
    ).toString();
    expect(markup).not.toContain('<script>alert');
    const json = /<script type="application\/json"[^>]*>([^]*?)<\/script>/.exec(markup)?.[1] ?? '';
    expect(JSON.parse(json)).toMatchObject({ data: { values: [{ name }] } });
  });
});
