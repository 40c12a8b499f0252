import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as Resvg from '@resvg/resvg-js';
import { BenchError, errorMessage } from '../base/errors.ts';

/** Dots a pixel of the SVG: sharp on dense screens, and in print at half the size. */
const zoom = 2;

/** The family that the charts are laid out for; others have its widths, but not everywhere the same shapes. */
const fontFamily = 'Liberation Sans';
const fontFiles = ['LiberationSans-Regular.ttf', 'LiberationSans-Bold.ttf'] as const;

/** Where distributions put the family: Debian and Ubuntu, Fedora, Arch, SUSE. */
const fontFolders: readonly string[] = [
  '/usr/share/fonts/truetype/liberation',
  '/usr/share/fonts/truetype/liberation2',
  '/usr/share/fonts/liberation-sans',
  '/usr/share/fonts/liberation-sans-fonts',
  '/usr/share/fonts/liberation',
  '/usr/share/fonts/truetype',
];

/** Makes PNG pictures of SVG texts. */
export type RenderPng = (svg: string) => Uint8Array;

/**
 * Loads the renderer and its font. Fonts are given by file and no others are looked for, since a picture whose font is missing
 * is drawn without words and without an error.
 * @throws BenchError `FACILITY_MISSING` without the optional package @resvg/resvg-js or without the font
 */
export async function loadPngRenderer(folders: readonly string[] = fontFolders): Promise<RenderPng> {
  const files = findFont(folders);
  const { Resvg: Renderer } = await loadResvg();
  return (svg) => {
    const font = { loadSystemFonts: false, fontFiles: [...files], defaultFontFamily: fontFamily };
    return new Renderer(svg, { font, fitTo: { mode: 'zoom', value: zoom } }).render().asPng();
  };
}

async function loadResvg(): Promise<typeof Resvg> {
  try {
    return await import('@resvg/resvg-js');
  } catch (thrown) {
    throw new BenchError('FACILITY_MISSING', `Cannot draw PNG pictures: ${errorMessage(thrown)}`, {
      cause: thrown,
      hint: 'Install the optional package: npm install @resvg/resvg-js; or use the SVG pictures in charts/',
    });
  }
}

function findFont(folders: readonly string[]): readonly string[] {
  const found = folders.find((folder) => fontFiles.every((name) => existsSync(join(folder, name))));
  if (found !== undefined) return fontFiles.map((name) => join(found, name));
  throw new BenchError(
    'FACILITY_MISSING',
    `Cannot draw PNG pictures: there is no ${fontFiles.join(' with ')} in ${folders.join(', ')}`,
    { hint: `Install the font ${fontFamily} (fonts-liberation in Debian and Ubuntu)` },
  );
}
