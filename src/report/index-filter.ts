import { hostName } from './host-class.ts';
import type { ResultsIndex } from '../model/results-index.ts';
import { Html, html, nothing } from './html-template.ts';

/** What entries are told apart by. */
export interface FilterKeys {
  readonly benchmarks: readonly string[];
  readonly hosts: readonly string[];
  readonly arms: readonly string[];
}

interface Facet {
  readonly title: string;
  /** The first letter of the names of its classes. */
  readonly letter: string;
  readonly values: readonly string[];
}

/** A filter that needs no script: a choice hides, by the style sheet alone, what does not have it. */
export interface IndexFilter {
  /** Classes of an entry. Names from run folders become numbers, since a style sheet would obey them. */
  readonly classesOf: (keys: FilterKeys) => string;
  readonly rules: Html;
  readonly form: Html;
}

export function makeFilter({ runs }: ResultsIndex): IndexFilter {
  const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
  const facets = {
    benchmarks: facet('Benchmark', distinct(runs.flatMap(({ benchmarkIds }) => benchmarkIds))),
    hosts: facet('Host', distinct(runs.map(({ host }) => hostName(host)))),
    arms: facet('Arm', distinct(runs.flatMap(({ armIds }) => armIds))),
  };
  const all = Object.values(facets).filter(({ values }) => values.length > 1);
  return {
    classesOf: ({ benchmarks, hosts, arms }) =>
      [
        'entry',
        ...benchmarks.flatMap((value) => classOf(facets.benchmarks, value)),
        ...hosts.flatMap((value) => classOf(facets.hosts, value)),
        ...arms.flatMap((value) => classOf(facets.arms, value)),
      ].join(' '),
    rules: Html.trusted(all.flatMap(rulesOf).join('\n')),
    form: all.length === 0 ? nothing : filterForm(all),
  };
}

function facet(title: string, values: readonly string[]): Facet {
  return { title, letter: title.charAt(0).toLowerCase(), values };
}

function classOf({ letter, values }: Facet, value: string): readonly string[] {
  const index = values.indexOf(value);
  return index < 0 ? [] : [`${letter}${index}`];
}

function rulesOf({ letter, values }: Facet): readonly string[] {
  return values.map(
    (_value, index) => `body:has(#${letter}${index}:checked) .entry:not(.${letter}${index}){display:none}`,
  );
}

/** The state that a browser keeps over a reload would hide entries without a word. */
function filterForm(facets: readonly Facet[]): Html {
  return html`<form class="filter" autocomplete="off">
    ${facets.map(
      ({ title, letter, values }) =>
        html`<fieldset>
          <legend>${title}</legend>
          ${radio(letter, allSuffix, 'all')}
          ${values.map((value, index) => radio(letter, String(index), value))}
        </fieldset> `,
    )}
  </form>`;
}

function radio(letter: string, suffix: string, text: string): Html {
  const checked = suffix === allSuffix ? Html.trusted(' checked') : nothing;
  return html`<label
    ><input type="radio" name="${letter}" id="${letter}${suffix}" ${checked} /> ${text}</label
  > `;
}

const allSuffix = '-all';
