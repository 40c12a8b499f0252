/**
 * Whether a pattern is all of a text: `*` stands for any characters, none included, and every other character for itself.
 * Dots and slashes are nothing special, since ids of metrics have the ones and ids of cases the others.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const [head = '', ...parts] = pattern.split('*');
  const tail = parts.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head)) return false;
  // The leftmost place of each part leaves the most for those after it.
  let from = head.length;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
}
