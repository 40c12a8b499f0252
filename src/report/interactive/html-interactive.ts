import { createHash } from 'node:crypto';
import { Html, html, nothing } from '../html-template.ts';
import { themeColors } from '../themed-svg.ts';
import { browserLibraries } from './browser-libraries.ts';
import type { Explorer } from './explorer.ts';
import { explorerScript } from './explorer-script.ts';

/** What makes a page interactive; a page without it holds no script at all. */
export interface PageScripts {
  /** For the page's policy: these scripts may run, by their digests, and no others. */
  readonly policy: string;
  /** Before the end of the body. */
  readonly elements: Html;
}

/**
 * The scripts of an interactive page.
 * @throws BenchError `FACILITY_MISSING`
 */
export function pageScripts(): PageScripts {
  const scripts = [...browserLibraries(), explorerScript];
  const digests = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  const elements = scripts.map((script) => `<script>${script}</script>`).join('\n');
  return {
    policy: `; script-src ${digests.join(' ')}`,
    elements: Html.trusted(`${colorTable()}\n${elements}`),
  };
}

/** Light and dark of each colour, by which a picture follows the reader's appearance. */
function colorTable(): string {
  return jsonElement(
    'theme-colors',
    themeColors.map(({ light, dark }) => [light, dark]),
  );
}

/** The place of one interactive picture, and its specification with its data. */
export function explorerSection(explorer: Explorer | undefined, index: number): Html {
  if (explorer === undefined) return nothing;
  const id = `explorer-${index}`;
  const spec = Html.trusted(jsonElement(id, explorer.spec));
  return html`<section class="explorer">
    <h3>${explorer.title}</h3>
    <p class="note">${explorer.sentence}</p>
    <noscript><p class="note">This needs scripts; the pictures above show the same.</p></noscript>
    <div class="scroll" role="group" aria-label="${explorer.title}" tabindex="0">
      <div class="picture" data-spec="${id}"></div>
    </div>
    ${spec}
  </section> `;
}

/** Data for the page's script. It cannot end its element: every "<" is written as an escape that JSON reads back. */
function jsonElement(id: string, value: unknown): string {
  const text = JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
  return `<script type="application/json" id="${id}">${text}</script>`;
}
