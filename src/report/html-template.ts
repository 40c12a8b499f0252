import { plainText } from './plain-text.ts';
import { isolateRightToLeft } from './right-to-left.ts';

/** Markup that may go into a page as it is. Only this file makes it, so that nothing read from a file can pass for it. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }

  /** The one way past the escaper: for markup that this program wrote itself. */
  static trusted(markup: string): Html {
    return new Html(markup);
  }
}

/** What a template takes: markup as it is, everything else escaped. */
export type HtmlPart = Html | readonly Html[] | string | number;

/**
 * A template of HTML. Every interpolation is escaped for text and for quoted attributes, which are the only two places
 * where one may stand.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let place: Place = 'content';
  const markup = strings.map((literal, index) => {
    place = placeAfter(literal, place);
    return literal + renderPart(parts[index] ?? '', place);
  });
  return Html.trusted(markup.join(''));
}

/** Elements can stand in content alone: not in the value of an attribute, and not in the title of the document. */
type Place = 'content' | 'text-only';

function placeAfter(literal: string, before: Place): Place {
  const [opens, closes] = [literal.lastIndexOf('<'), literal.lastIndexOf('>')];
  if (opens === closes) return before;
  return opens > closes || /<title>\s*$/.test(literal) ? 'text-only' : 'content';
}

/** Nothing, where a template has an optional part. */
export const nothing: Html = Html.trusted('');

function renderPart(part: HtmlPart, place: Place): string {
  if (part instanceof Html) return part.toString();
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string')
    return place === 'content' ? isolateRightToLeft(escapeHtml(part), 'bdi') : escapeHtml(part);
  return part.map((one) => one.toString()).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return plainText(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
