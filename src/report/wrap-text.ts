/**
 * A text in lines of at most so many characters, broken between words; each line after the first begins with the indent. A word
 * that is longer than a line is broken too, as the terminal would.
 */
export function wrapText(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line.trim() !== '') lines.push(line);
    line = lines.length === 0 ? word : `${indent}${word}`;
    while (line.length > width && width > indent.length) {
      lines.push(line.slice(0, width));
      line = `${indent}${line.slice(width)}`;
    }
  }
  return [...lines, line].join('\n');
}
