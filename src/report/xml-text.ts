/** Whatever XML 1.0 has no way to write, not even as a reference; under the flag `u` the surrogates are lone ones. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text from outside as the content of an element. */
export function xmlText(text: string): string {
  return text.replaceAll(forbidden, '').replaceAll(/[&<>\r]/g, (character) => references[character] ?? '');
}

/** Text from outside as the value of an attribute in double quotes; line ends are kept. */
export function xmlAttribute(text: string): string {
  return text
    .replaceAll(forbidden, '')
    .replaceAll(/[&<>"\t\n\r]/g, (character) => references[character] ?? '');
}
