/**
 * What a terminal obeys instead of printing: C0 and C1 control characters and DEL (they start escape sequences),
 * line and paragraph separators, the bidirectional overrides, which can make a text read as another one, and lone
 * surrogates, which no encoding has.
 */
const hostileCharacters =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** Text from outside as one harmless line: hostile characters and line ends become visible escapes like `\x1b`. */
export function terminalLine(text: string): string {
  return text.replaceAll(hostileCharacters, escapeCharacter);
}

/** Text from outside as harmless lines: only its line ends stay what they are. */
export function terminalLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map(terminalLine);
}
