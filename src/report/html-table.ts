import { formatScaled, type DisplayScale } from '../model/format-number.ts';
import { html, type Html } from './html-template.ts';

interface TableParts {
  readonly title: string;
  /** What stands in it, after the title and a colon. */
  readonly explanation: string;
  readonly columns: readonly string[];
  /** Those of them that hold numbers, whose headings stand right as the numbers do. */
  readonly numbers?: readonly string[];
  /** `tr` elements whose first cell is a `th` of scope "row". */
  readonly rows: readonly Html[];
}

/** A table of texts with its caption and one row of headings. */
export function dataTable({ title, explanation, columns, numbers = [], rows }: TableParts): Html {
  const table = html`<table>
    <caption>
      <span>
        <b>${title}:</b>
        ${explanation}
      </span>
    </caption>
    <thead>
      <tr>
        ${columns.map((name) =>
          numbers.includes(name)
            ? html`<th scope="col" class="number">${name}</th>`
            : html`<th scope="col">${name}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return scrollingTable(title, table);
}

/** A table of names and values. */
export function factTable(
  title: string,
  explanation: string,
  facts: readonly (readonly [name: string, value: string])[],
): Html {
  const rows = facts.map(
    ([name, value]) =>
      html`<tr>
        ${rowHead(name)}
        <td>${value}</td>
      </tr> `,
  );
  const table = html`<table class="facts">
    <caption>
      <span>
        <b>${title}:</b>
        ${explanation}
      </span>
    </caption>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return scrollingTable(title, table);
}

/** What a row is about. It stays in sight while the table is scrolled, so a long one is broken over several lines. */
export function rowHead(name: string | Html): Html {
  return html`<th scope="row"><span class="name">${name}</span></th>`;
}

/** A table in a box of its own: on a narrow screen the box scrolls and the page does not. */
export function scrollingTable(title: string, table: Html): Html {
  return html`<div class="scroll" role="group" aria-label="Table: ${title}" tabindex="0">${table}</div> `;
}

/** A number as it is printed everywhere, with the exact one of the files for programs as its `value`. */
export function numberCell(value: number, scale: DisplayScale): Html {
  return html`<td class="number"><data value="${value}">${formatScaled(value, scale)}</data></td>`;
}
