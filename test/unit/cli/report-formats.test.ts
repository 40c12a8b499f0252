import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import { loadPngRenderer } from '../../../src/report/render-png.ts';
import { aSmallRun } from '../builders.ts';
import { writeRun } from '../some-runs.ts';
import { invoke } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

/** A run folder, and a folder of its own for the reports. */
function prepare(folder: TemporaryFolder): { readonly run: string; readonly output: string } {
  return { run: writeRun(aSmallRun(), folder.path), output: join(folder.path, 'out') };
}

/** A program that stands in for the browser; it is given the path of the PDF as $pdf and its profile as $profile. */
function fakeChromium(folder: TemporaryFolder, body: string): Readonly<Record<string, string>> {
  const path = folder.write(
    'bin/chromium',
    `#!/bin/sh\nfor each in "$@"; do case "$each" in\n--print-to-pdf=*) pdf="\${each#*=}";;\n` +
      `--user-data-dir=*) profile="\${each#*=}";;\nesac; done\n${body}\n`,
  );
  chmodSync(path, 0o755);
  return { PATH: join(folder.path, 'bin') };
}

describe('report --format', () => {
  it.each([
    ['md', /^# A small run\n/],
    ['csv', /^case,benchmark,arm,/],
    ['json', /^\{\n {2}"format":/],
  ])('prints %s on standard output and writes nothing', async (format, start) => {
    using folder = makeTemporaryFolder();
    const { run } = prepare(folder);
    const { status, stdout } = await invoke(['report', run, '--format', format]);
    expect(status).toBe(0);
    expect(stdout).toMatch(start);
    expect(readdirSync(run).sort()).toEqual(['manifest.json', 'samples.ndjson']);
  });

  it.each([
    ['csv', ['samples.csv', 'summary.csv']],
    ['json', ['summary.json']],
    ['md', ['charts', 'report.md']],
  ])(
    'writes the files of %s into the folder of --output, which has what was printed',
    async (format, names) => {
      using folder = makeTemporaryFolder();
      const { run, output } = prepare(folder);
      const printed = await invoke(['report', run, '--format', format]);
      const { status, stdout } = await invoke(['report', run, '--format', format, '--output', output]);
      expect([status, stdout]).toEqual([0, '']);
      expect(readdirSync(output).sort()).toEqual(names);
      const text = readFileSync(join(output, names.at(-1) ?? ''), 'utf8');
      const withoutPictures = text.replaceAll(/!\[[^\n]*\n\n[^\n]*\n\n/g, '');
      expect(withoutPictures).toBe(printed.stdout);
    },
  );

  it('links the pictures of report.md where they lie', async () => {
    using folder = makeTemporaryFolder();
    const { run, output } = prepare(folder);
    await invoke(['report', run, '--format', 'md', '--output', output]);
    const markdown = readFileSync(join(output, 'report.md'), 'utf8');
    const targets = [...markdown.matchAll(/\]\((charts\/[^)]*)\)/g)].map(([, target = '']) => target);
    expect(targets).toHaveLength(5);
    expect(targets.filter((target) => !existsSync(join(output, target)))).toEqual([]);
  });

  it.each([
    [['--format', 'htm'], 'Did you mean html?'],
    [['--format', 'md', '--json'], 'Leave one of them away'],
    [['--format', 'md', '--png'], 'Name a folder with --output'],
    [['--format', 'csv', '--png'], 'Leave --png away'],
  ])('refuses %j', async (flags, hint) => {
    using folder = makeTemporaryFolder();
    const { run } = prepare(folder);
    const { status, stderr } = await invoke(['report', run, ...flags]);
    expect(status).toBe(64);
    expect(stderr).toContain(hint);
  });
});

describe('report --format pdf', () => {
  it('prints the page by a browser with a profile of its own, which is gone afterwards', async () => {
    using folder = makeTemporaryFolder();
    const { run, output } = prepare(folder);
    const seen = join(folder.path, 'seen');
    const env = fakeChromium(
      folder,
      `echo "$profile" "$HOME" "$(/usr/bin/stat -c %a "$profile")" > '${seen}'; echo "$@" >> '${seen}'; printf '%%PDF-' > "$pdf"`,
    );
    const { status, stderr } = await invoke(['report', run, '--format', 'pdf', '--output', output], { env });
    expect([status, stderr.split('\n').at(-2)]).toEqual([0, `report: ${join(output, 'report.pdf')}`]);
    expect(readFileSync(join(output, 'report.pdf'), 'utf8')).toBe('%PDF-');
    const [first = '', second = ''] = readFileSync(seen, 'utf8').split('\n');
    const [profile = '', home, mode] = first.split(' ');
    expect([home, mode]).toEqual([profile, '700']);
    expect(existsSync(profile)).toBe(false);
    expect(second.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
    expect(second.endsWith(`file://${join(output, 'report.html')}`)).toBe(true);
  });

  it('is named in the document of --json', async () => {
    using folder = makeTemporaryFolder();
    const { run, output } = prepare(folder);
    const env = fakeChromium(folder, `printf x > "$pdf"`);
    const { stdout } = await invoke(['report', run, '--format', 'pdf', '--json', '--output', output], {
      env,
    });
    expect(JSON.parse(stdout)).toMatchObject({
      files: expect.arrayContaining(['report.html', 'report.pdf']) as unknown,
    });
  });

  it('says that there is no browser before it computes anything', async () => {
    using folder = makeTemporaryFolder();
    const { run, output } = prepare(folder);
    const env = { PATH: `bin:${folder.path}` };
    const { status, stderr } = await invoke(['report', run, '--format', 'pdf', '--output', output], { env });
    expect(status).toBe(69);
    expect(stderr).toContain('error FACILITY_MISSING: Cannot print a PDF: no Chromium is in PATH\n');
    expect(existsSync(output)).toBe(false);
  });

  it.each([
    ['echo no display >&2', 'the browser wrote none: no display'],
    ['echo crashed >&2; exit 3', 'crashed'],
  ])('tells what a browser says that runs "%s"', async (body, words) => {
    using folder = makeTemporaryFolder();
    const { run, output } = prepare(folder);
    const env = fakeChromium(folder, body);
    const { status, stderr } = await invoke(['report', run, '--format', 'pdf', '--output', output], { env });
    expect(status).toBe(1);
    expect(stderr).toContain('error COMMAND_FAILED');
    expect(stderr).toContain(words);
    expect(existsSync(join(output, 'report.pdf'))).toBe(false);
  });
});

/** Why there can be no PNG here, or nothing. */
async function missingForPng(): Promise<string | undefined> {
  try {
    await loadPngRenderer();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof BenchError && thrown.code === 'FACILITY_MISSING') return thrown.message;
    throw thrown;
  }
}

describe('report --png', () => {
  it('writes a PNG beside each SVG, or says what it lacks', async () => {
    using folder = makeTemporaryFolder();
    const { run, output } = prepare(folder);
    const missing = await missingForPng();
    const { status, stderr } = await invoke(['report', run, '--png', '--output', output]);
    if (missing !== undefined) {
      expect([status, stderr]).toEqual([69, expect.stringContaining(missing)]);
      return;
    }
    expect(status).toBe(0);
    const pictures = readdirSync(join(output, 'charts'));
    const stems = (extension: string): readonly string[] =>
      pictures.filter((name) => name.endsWith(extension)).map((name) => name.slice(0, -extension.length));
    expect(stems('.png')).toEqual(stems('.svg'));
    for (const stem of stems('.png')) {
      const path = join(output, 'charts', `${stem}.png`);
      expect(readFileSync(path).subarray(1, 4).toString()).toBe('PNG');
      // One without words has a fifth of it.
      expect(statSync(path).size).toBeGreaterThan(20_000);
    }
  });
});
