/** A fenced block of a Markdown text. */
export interface CodeBlock {
  /** "ts", "sh". */
  readonly language: string;
  readonly code: string;
}

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(fence)].map(([, language = '', code = '']) => ({ language, code }));
}

/** Targets of all links and pictures outside code. */
export function linkTargets(markdown: string): readonly string[] {
  const text = markdown.replaceAll(fence, '').replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** Names by which links reach the headings, as GitHub makes them. */
export function headingAnchors(markdown: string): readonly string[] {
  return [...markdown.replaceAll(fence, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The cells of the rows of the first table after a text, without heading. */
export function tableAfter(markdown: string, text: string): readonly (readonly string[])[] {
  const start = markdown.indexOf(text);
  if (start === -1) throw new Error(`"${text}" is not there`);
  const lines = markdown.slice(start).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const rest = lines.slice(first);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(2, end === -1 ? rest.length : end).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

/** What stands in backquotes, in order. */
export function codeWords(markdown: string): readonly string[] {
  return [...markdown.replaceAll(fence, '').matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word);
}
