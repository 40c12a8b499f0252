import { cutMiddle } from './cut-text.ts';
import { plainLine } from './plain-text.ts';

/** What Markdown, HTML, a table, a formula or a link begins with. */
const meaningful = /[&<>|\\`*_~[\]{}$!#"]/g;

/**
 * Text from outside for a comment on GitHub: Markdown shows it letter by letter, and it makes no link, mentions nobody
 * and refers to no issue. Every character that means something becomes a reference, which no parser reads twice.
 */
export function commentText(text: string, mostCharacters: number): string {
  // GitHub looks for mentions in what was rendered, so only a character of no width keeps "@" from its name.
  return escapeMarkdown(cutMiddle(plainLine(text), mostCharacters)).replaceAll(/@|&#35;/g, '$&&#8203;');
}

/** A name from outside, set as code, in which GitHub looks for no mentions. */
export function commentName(text: string, mostCharacters: number): string {
  return `<code>${escapeMarkdown(cutMiddle(plainLine(text), mostCharacters))}</code>`;
}

function escapeMarkdown(text: string): string {
  return text
    .replaceAll(meaningful, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('://', '&#58;//')
    .replaceAll(/www\./gi, (found) => `${found.slice(0, -1)}&#46;`);
}
