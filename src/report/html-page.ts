import { pageStyle } from './html-style.ts';
import { Html, html } from './html-template.ts';

interface PageParts {
  readonly title: string;
  /** Rules of this page alone, after those that all pages have. */
  readonly ownStyle?: string;
  /** What the page's policy allows beside styles of its own: nothing, or a page's scripts. */
  readonly policy?: string;
  readonly skipText: string;
  readonly header: Html;
  /** What the skip link leads to. */
  readonly results: Html;
  /** Before the end of the body. */
  readonly scripts?: Html;
}

/** A page: its head with a policy that forbids whatever is not its own, a skip link, header and results. */
export function htmlPage(parts: PageParts): string {
  const { title, ownStyle = '', policy = '', skipText, header, results, scripts } = parts;
  const allowed = `default-src 'none'; style-src 'unsafe-inline'${policy}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="${allowed}" />
        <title>${title}</title>
        <style>
          ${Html.trusted(`${pageStyle()}${ownStyle}`)}
        </style>
      </head>
      <body>
        <a class="skip" href="#results">${skipText}</a>
        ${header}
        <main id="results">${results}</main>
        ${scripts ?? ''}
      </body>
    </html> `.toString();
}
