import { describe, expect, it } from 'vitest';
import { loadPngRenderer } from '../../../src/report/render-png.ts';

describe('loadPngRenderer()', () => {
  it('says which font is missing, since a picture without it would have no words', async () => {
    await expect(loadPngRenderer(['/nowhere'])).rejects.toMatchObject({
      code: 'FACILITY_MISSING',
      message:
        'Cannot draw PNG pictures: there is no LiberationSans-Regular.ttf with LiberationSans-Bold.ttf in /nowhere',
    });
  });
});
