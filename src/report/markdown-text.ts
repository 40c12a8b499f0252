import { plainLine } from './plain-text.ts';

/** What Markdown obeys wherever it stands; each may stand behind a backslash. */
const meaningful = /[\\`*[\]<>|~&$]/g;
/** Within a word an underline is a letter to GitHub, as in "boot.guest_cpu". */
const outerUnderline = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** What would make a heading, a list or a rule of a line. */
const lineStart = /^(\s*)(#{1,6}|[-+=]+|\d+(?=[.)](?:\s|$)))/;

/**
 * Text from outside as one line of Markdown that reads letter by letter as it was, in a table, a list or a paragraph: no
 * markup, no link, nobody mentioned. What has a meaning in most texts is left where GitHub gives it none, so that the
 * source can be read too.
 */
export function markdownText(text: string): string {
  return (
    plainLine(text)
      .replaceAll(meaningful, '\\$&')
      .replaceAll(outerUnderline, '\\_')
      .replace(lineStart, (_whole, space: string, mark: string) => `${space}${escapeMark(mark)}`)
      // GitHub looks for these in what was rendered, where a backslash is gone.
      .replaceAll(/(?<![A-Za-z0-9])[@#](?=[A-Za-z0-9])/g, '$&&#8203;')
      .replaceAll('://', '&#58;//')
      .replaceAll(/www\./gi, (found) => `${found.slice(0, -1)}&#46;`)
  );
}

/** Of a list's number it is the point that is escaped. */
function escapeMark(mark: string): string {
  return /^\d/.test(mark) ? `${mark}\\` : `\\${mark}`;
}

/** Text from outside as code within a cell of a table, letter by letter: its fence is longer than any row of backticks in it. */
export function markdownCode(text: string): string {
  const line = plainLine(text);
  const rows = [...line.matchAll(/`+/g)].map(([row]) => row.length);
  const fence = '`'.repeat(Math.max(0, ...rows) + 1);
  const edge = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${edge}${line.replaceAll('|', '\\|')}${edge}${fence}`;
}

/** Lines from outside as a block of code. */
export function markdownBlock(text: string): string {
  const rows = [...text.matchAll(/`{3,}/g)].map(([row]) => row.length);
  const fence = '`'.repeat(Math.max(2, ...rows) + 1);
  return `${fence}\n${text.split('\n').map(plainLine).join('\n')}\n${fence}`;
}

/** What a reader opens. GitHub takes the summary for HTML: it must be this program's own words. */
export function markdownDetails(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
