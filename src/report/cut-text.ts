/** The text, or its beginning and its end around an ellipsis, of at most so many characters: ids often differ at their end. */
export function cutMiddle(text: string, mostCharacters: number): string {
  const characters = Array.from(text);
  if (characters.length <= mostCharacters) return text;
  const tail = Math.floor((mostCharacters - 1) / 2);
  const head = mostCharacters - 1 - tail;
  return `${characters.slice(0, head).join('')}…${tail === 0 ? '' : characters.slice(-tail).join('')}`;
}
