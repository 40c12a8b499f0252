import type { RunAnalysis } from '../model/analysis.ts';
import { html, type Html } from './html-template.ts';

/** The recipes behind numbers, each with what it is for. */
export function methodList(methods: RunAnalysis['methods']): Html {
  return html`<dl>
    ${methods.map(
      ({ what, how }) =>
        html`<dt>${what}</dt>
          <dd>${how}</dd> `,
    )}
  </dl>`;
}
