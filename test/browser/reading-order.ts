import type { Page } from './chromium.ts';

/**
 * "text after | name" for each name written from right to left whose following letter or digit is shown left of it on the
 * same line, as happens to numbers where nothing keeps the name to itself.
 */
export function misplacedNeighbours(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const blocks = 'li, p, td, th, dt, dd, figcaption, summary, h1, h2, h3, pre, caption, text';
    /** Characters of the block with the nodes that they stand in. */
    const charactersOf = (block: Element): readonly (readonly [Text, number])[] => {
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      const all: (readonly [Text, number])[] = [];
      while (walker.nextNode() !== null) {
        const node = walker.currentNode;
        if (node instanceof Text) for (let at = 0; at < node.length; at += 1) all.push([node, at]);
      }
      return all;
    };
    const boxOf = ([node, at]: readonly [Text, number]): DOMRect => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect();
    };
    return [...document.querySelectorAll(blocks)]
      .filter((block) => block.querySelector(blocks) === null)
      .flatMap((block) => {
        const characters = charactersOf(block);
        const text = characters.map(([node, at]) => node.data.charAt(at)).join('');
        return [...text.matchAll(/(\p{Script=Hebrew})\P{L}*?([A-Za-z0-9])/gu)].flatMap((match) => {
          const last = characters[match.index];
          const next = characters[match.index + match[0].length - 1];
          if (last === undefined || next === undefined) return [];
          const [name, neighbour] = [boxOf(last), boxOf(next)];
          const isOnOneLine = Math.abs(name.bottom - neighbour.bottom) < 4 && name.width > 0;
          return isOnOneLine && neighbour.left < name.left
            ? [text.slice(match.index - 10, match.index + 20)]
            : [];
        });
      });
  });
}
