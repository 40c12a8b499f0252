import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from './chromium.ts';

/** Contrast takes longer than all other rules together. */
const contrast = 'color-contrast';

const options: Readonly<Record<AxeScope, RunOptions>> = {
  everything: {},
  contrast: { runOnly: [contrast] },
  structure: { rules: { [contrast]: { enabled: false } } },
};

/** What to look at: `structure` is all but the contrast of colours. */
export type AxeScope = 'everything' | 'contrast' | 'structure';

/** "impact rule: element" of all that axe has against the page as it stands. */
export async function axeViolations(page: Page, scope: AxeScope): Promise<readonly string[]> {
  // Evaluated from outside of the page, whose policy forbids scripts.
  await page.evaluate(`window.axe ?? (() => { ${axe.source} })(); undefined`);
  const asked = JSON.stringify({ resultTypes: ['violations'], ...options[scope] });
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${asked})`);
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target }) => `${impact ?? 'unknown'} ${id}: ${target.join(' ')}`),
  );
}
