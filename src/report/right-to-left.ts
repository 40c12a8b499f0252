const scripts = ['Hebrew', 'Arabic', 'Syriac', 'Thaana', 'Nko', 'Adlam'];
const letter = `[${scripts.map((script) => `\\p{Script=${script}}`).join('')}]`;
/** Words of such a script with single spaces or hyphens between them. */
const words = new RegExp(`${letter}[\\p{M}]*(?:[ -]?${letter}[\\p{M}]*)*`, 'gu');

/**
 * Escaped text in which whatever is written from right to left stands in an element of its own. Without it the numbers
 * that follow a Hebrew or an Arabic name would be shown before it.
 */
export function isolateRightToLeft(escaped: string, element: 'bdi' | 'tspan unicode-bidi="isolate"'): string {
  const [name = ''] = element.split(' ');
  return escaped.replaceAll(words, `<${element}>$&</${name}>`);
}
