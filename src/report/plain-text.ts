/**
 * Control characters, which no picture and no page can show and a terminal obeys, line and paragraph separators, and the
 * bidirectional overrides, which make a text read as another one; under the flag `u` the surrogates are lone ones. Newline and tab pass.
 */
const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/** Text from outside with every character that is not to be shown replaced by U+FFFD. */
export function plainText(text: string): string {
  return text.replaceAll(unprintable, '\uFFFD');
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/[\n\t]+/g, ' ');
}
