import { describe, expect, it } from 'vitest';
import { lookAtPage } from './open-page.ts';
import { everyPage } from './some-pages.ts';

describe.each(everyPage)('a page of %s', (_name, files) => {
  it('loads without a message and asks for nothing but itself', async () => {
    const { url, requests, messages } = await lookAtPage(files);
    expect(requests).toEqual([url]);
    expect(messages).toEqual([]);
  });

  it('says the same with scripts off', async () => {
    const { page } = await lookAtPage(files);
    const { page: withoutScripts } = await lookAtPage(files, { scripts: 'off' });
    const text = await withoutScripts.locator('body').innerText();
    expect(text.length).toBeGreaterThan(1000);
    expect(text).toBe(await page.locator('body').innerText());
  });
});
