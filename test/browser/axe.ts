import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from './chromium.ts';

const contrast = 'color-contrast';

const options: Readonly<Record<'contrast' | 'structure', RunOptions>> = {
  contrast: { runOnly: [contrast] },
  structure: { rules: { [contrast]: { enabled: false } } },
};

/** Set on the elements that stand for all others of their look. */
const sampleMark = 'data-contrast-sample';

/** What to look at: `structure` is all but the contrast of colours. */
export type AxeScope = 'everything' | 'contrast' | 'structure';

/** "impact rule: element" of all that axe has against the page as it stands. */
export async function axeViolations(page: Page, scope: AxeScope): Promise<readonly string[]> {
  // Evaluated from outside of the page, whose policy forbids scripts.
  await page.evaluate(`window.axe ?? (() => { ${axe.source} })(); undefined`);
  const scopes = scope === 'everything' ? (['contrast', 'structure'] as const) : [scope];
  const violations: AxeResults['violations'] = [];
  for (const each of scopes) {
    // Contrast takes longer than all other rules together.
    if (each === 'contrast') await markLooks(page);
    const context = each === 'contrast' ? `'[${sampleMark}]'` : 'document';
    const asked = JSON.stringify({ resultTypes: ['violations'], ...options[each] });
    const results = await page.evaluate<AxeResults>(`axe.run(${context}, ${asked})`);
    violations.push(...results.violations);
  }
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target }) => `${impact ?? 'unknown'} ${id}: ${target.join(' ')}`),
  );
}

/**
 * Marks one element with text of each look: its colours, all grounds below it, its size and weight, and what is made
 * transparent. Contrast depends on nothing else.
 */
function markLooks(page: Page): Promise<void> {
  return page.evaluate((mark) => {
    const styleOf = (element: Element): string => {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
      return `${backgroundColor} ${backgroundImage} ${opacity}`;
    };
    const groundsOf = (element: Element | null): readonly string[] =>
      element === null ? [] : [styleOf(element), ...groundsOf(element.parentElement)];
    const seen = new Set<string>();
    for (const element of document.body.querySelectorAll('*')) {
      element.removeAttribute(mark);
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      );
      if (!hasText || !element.checkVisibility({ contentVisibilityAuto: true })) continue;
      const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
      const grounds = [...new Set(groundsOf(element))].join('|');
      const look = [color, fontSize, fontWeight, textShadow, grounds].join('|');
      if (!seen.has(look)) element.setAttribute(mark, '');
      seen.add(look);
    }
  }, sampleMark);
}
