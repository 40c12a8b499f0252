import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { loadConfig } from '../../src/cli/load-config.ts';
import { loadDefinitions } from '../../src/cli/load-definitions.ts';
import { analyseRun } from '../../src/analysis/analyse-run.ts';
import { changeRule } from '../../src/analysis/find-changes.ts';
import { exitCodeOfStatus } from '../../src/analysis/gate/judge-gate.ts';
import { baselineCommand } from '../../src/cli/commands/baseline-command.ts';
import { gateCommand } from '../../src/cli/commands/gate-command.ts';
import * as api from '../../src/index.ts';
import { armFields } from '../../src/harness/arm-fields.ts';
import { configJsonSchema } from '../../src/harness/define-config.ts';
import { expandGrid } from '../../src/harness/make-plan.ts';
import { environmentName } from '../../src/harness/setting-source.ts';
import { hostPath } from '../../src/model/brands.ts';
import { calibrationJsonSchema } from '../../src/model/calibration-schema.ts';
import { campaignJsonSchema } from '../../src/model/campaign-schema.ts';
import type { ArmContext, Collector } from '../../src/model/definition.ts';
import { environmentFacts } from '../../src/model/history.ts';
import { noiseMetrics } from '../../src/model/noise-metrics.ts';
import { withRecordMetrics } from '../../src/model/record-metrics.ts';
import { runManifestJsonSchema, trialRecordJsonSchema } from '../../src/model/run-schema.ts';
import { baselineJsonSchema } from '../../src/model/baseline-schema.ts';
import { verdictJsonSchema } from '../../src/model/verdict-schema.ts';
import { z } from '../../src/model/schema.ts';
import { phaseNames } from '../../src/model/timeline.ts';
import { exportFormats } from '../../src/report/export-formats.ts';
import { sampleColumns } from '../../src/report/sample-rows.ts';
import { summaryColumns } from '../../src/report/summary-rows.ts';
import { neededCount } from '../../src/stats/order-statistic.ts';
import { refusals } from '../../src/vm/firecracker/explain-refusal.ts';
import { findMarks, parseLog } from '../../src/vm/firecracker/log-lines.ts';
import { schemaFields } from '../json-schema-fields.ts';
import { codeBlocks, codeWords, headingAnchors, linkTargets, tableAfter } from '../markdown.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './cli/temporary-folder.ts';
import { runSmallFolder } from './run-small.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  'results/README.md',
].sort();

const collectors = Object.values(api).filter(isCollector);

function isCollector(exported: unknown): exported is Collector {
  return typeof exported === 'object' && exported !== null && 'collect' in exported;
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Cells of the first column, in the table after a text, without backquotes. */
function firstColumn(markdown: string, text: string): readonly string[] {
  return tableAfter(markdown, text).map(([cell = '']) => cell.replaceAll('`', ''));
}

describe('links', () => {
  it.each(documents)('of %s lead somewhere', (path) => {
    const broken = linkTargets(read(path))
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [file = '', anchor] = target.split('#');
        const other = file === '' ? path : join(dirname(path), file);
        if (!existsSync(join(root, other))) return true;
        return anchor !== undefined && !headingAnchors(read(other)).includes(anchor);
      });
    expect(broken).toEqual([]);
  });
});

describe('source files', () => {
  const sources = ['src', 'benchmarks', 'native', 'test', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );

  it.each(['docs/architecture.md', 'docs/capabilities.md', 'CONTRIBUTING.md'])('of %s exist', (path) => {
    const named = codeWords(read(path)).filter((word) => /^[a-z/-]+\.(?:ts|mjs|c)$/.test(word));
    const isThere = (name: string): boolean =>
      sources.some((each) => each === name || each.endsWith(`/${name}`));
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });
});

describe('metrics', () => {
  it('come from every collector that there is', () => {
    const files = readdirSync(join(root, 'src/collectors')).map((name) => name.replace(/\.ts$/, ''));
    // Makes collectors of what a benchmark names.
    const factories = ['api-calls'];
    // Stand beside another one in its file.
    const beside = ['cgroup-memory', 'memory-peak', 'process-cpu'];
    const primary = collectors.filter(({ id }) => !beside.includes(id)).map(({ id }) => id);
    expect([...primary, ...factories].sort()).toEqual(files.sort());
  });

  it.each(documents)('of %s exist', (path) => {
    const known = withRecordMetrics(collectors.flatMap(({ metrics }) => metrics)).map(({ id }) => id);
    const named = codeWords(read(path)).filter((word) =>
      /^(boot|process|noise|memory|cpu|phase|trial)\.[a-z_]+$/.test(word),
    );
    expect(named.filter((word) => !known.includes(word))).toEqual([]);
  });
});

describe('README.md', () => {
  const statuses = tableAfter(read('README.md'), '## Exit status');

  it('gives every error code its exit status', () => {
    const told = statuses.flatMap(([status = '', , codes = '']) =>
      codeWords(codes).map((code) => [code, Number(status)]),
    );
    expect(Object.fromEntries(told)).toEqual(exitCodeOfError);
  });

  it('has all exit statuses, in order', () => {
    const ofGate = Object.values(exitCodeOfStatus);
    const expected = new Set([0, 14, 129, 130, 143, ...ofGate, ...Object.values(exitCodeOfError)]);
    expect(statuses.map(([status]) => Number(status))).toEqual([...expected].sort((a, b) => a - b));
  });
});

describe('docs/measuring.md', () => {
  const text = read('docs/measuring.md');

  it.each(collectors)('describes the metrics of $id', ({ id, metrics }) => {
    const rows = tableAfter(text, `### Collector \`${id}\``);
    expect(rows.map(([metric, unit]) => [metric, unit])).toEqual(
      metrics.map((metric) => [`\`${metric.id}\``, metric.unit === 'us' ? 'µs' : metric.unit]),
    );
  });

  it('describes the noise of every trial', () => {
    const rows = tableAfter(text, '## Noise of a trial');
    expect(rows.map(([metric, unit]) => [metric, unit])).toEqual(
      noiseMetrics().map(({ id, unit }) => [`\`${id}\``, unit === 'us' ? 'µs' : unit]),
    );
  });

  it('describes each phase in its order, with its metric', () => {
    const rows = tableAfter(text, '## Phases of a trial');
    expect(rows.map((cells) => [cells[0], cells.at(-1)])).toEqual(
      phaseNames.map((name) => [`\`${name}\``, `\`phase.${name}\``]),
    );
  });

  it('names each mark', () => {
    const log = read('test/fixtures/firecracker-1.12.1/boot.log');
    const marks = findMarks(parseLog(log)).map(({ name }) => name);
    const named = codeWords(text).filter((word) => word.startsWith('vmm.'));
    expect([...new Set(named)].sort()).toEqual([...marks].sort());
  });

  it('says from how many trials on there are intervals and percentiles', () => {
    const [p90, p95, p99] = [0.9, 0.95, 0.99].map((probability) => neededCount(probability));
    const flowing = text.replaceAll(/\s+/g, ' ');
    expect(flowing).toContain(`from ${p90}, ${p95} and ${p99} trials on`);
    expect(flowing).toContain(`n of at least ${neededCount(0.5)}`);
  });
});

describe('docs/faults.md', () => {
  const text = read('docs/faults.md');

  it('has one line for each error code', () => {
    const told = firstColumn(text, '## Codes');
    expect([...told].sort()).toEqual(Object.keys(exitCodeOfError).sort());
    expect(new Set(told).size).toBe(told.length);
  });

  it('has every refusal of Firecracker that is explained, with its hint', () => {
    expect(tableAfter(text, '<!-- refusals -->')).toEqual(
      refusals.map(({ action = '…', code = 'VM_API_REJECTED', seen, hint }) => [
        `Cannot ${action}: ${seen}`,
        `\`${code}\``,
        hint,
      ]),
    );
  });
});

describe('docs/capabilities.md', () => {
  it('names tests that are there', () => {
    const rows = tableAfter(read('docs/capabilities.md'), '<!-- tests of capabilities -->');
    expect(rows.length).toBeGreaterThan(20);
    const missing = rows.flatMap(([, file = '', tests = '']) => {
      const source = read(join('test/host', file.replaceAll('`', '')));
      return [...tests.matchAll(/"([^"]+)"/g)]
        .map(([, title = '']) => title)
        .filter((title) => !source.includes(`'${title}'`) && !source.includes(`"${title}"`));
    });
    expect(missing).toEqual([]);
  });
});

describe('docs/results-format.md', () => {
  const text = read('docs/results-format.md');

  it.each([
    ['run-manifest.schema.json', runManifestJsonSchema()],
    ['trial-record.schema.json', trialRecordJsonSchema()],
    ['campaign.schema.json', campaignJsonSchema()],
    ['verdict.schema.json', verdictJsonSchema()],
    ['baseline.schema.json', baselineJsonSchema()],
    ['calibration.schema.json', calibrationJsonSchema()],
  ])('has every field of %s, and says which may be absent', (name, schema) => {
    const told = firstColumn(text, `<!-- fields of schema/${name} -->`);
    expect(told).toEqual(
      schemaFields(schema).map(({ path, isOptional }) => (isOptional ? `_${path}_` : path)),
    );
  });

  it.each([
    ['samples.csv', sampleColumns],
    ['summary.csv', summaryColumns],
  ])('has every column of %s', (name, columnsOf) => {
    const analysis = analyseRun(runSmallFolder);
    const parameters = Object.keys(analysis.cases[0]?.case.point ?? {});
    const told = firstColumn(text, `<!-- columns of ${name} -->`);
    expect(told.flatMap((column) => (column === 'parameters' ? parameters : column))).toEqual(
      columnsOf([analysis]),
    );
  });

  it('lists every rule that can make a finding', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const rules = sources.flatMap((name) =>
      [...read(join('src', name)).matchAll(/\brule: '([a-z-]+)'/g)].map(([, rule = '']) => rule),
    );
    expect([...firstColumn(text, '## Findings')].sort()).toEqual([...new Set(rules)].sort());
  });
});

describe('docs/exports.md', () => {
  it('describes every format', () => {
    expect(firstColumn(read('docs/exports.md'), '<!-- formats of export -->')).toEqual([...exportFormats]);
  });
});

describe('docs/history.md', () => {
  const text = read('docs/history.md');

  it('has every fact of an environment', () => {
    expect(firstColumn(text, '<!-- facts of the environment -->')).toEqual([...environmentFacts]);
  });

  it('says when a change is told', () => {
    const { minimumSegment, p, minimumChange } = changeRule;
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `at least ${minimumSegment} runs on either side, a p of at most ${p}, and a size of at least ${minimumChange * 100} %`,
    );
  });
});

describe('docs/ci.md', () => {
  const text = read('docs/ci.md');
  const rows = tableAfter(text, '<!-- statuses of gate -->');

  it('gives every status of a gate its exit status, and the rest to errors', () => {
    const told = rows.map(([status = '', name = '']) => [name.replaceAll('`', ''), Number(status)] as const);
    const [judged, errors] = [true, false].map((isJudged) =>
      told.filter(([name]) => (name !== 'error') === isJudged),
    );
    expect(Object.fromEntries(judged ?? [])).toEqual(exitCodeOfStatus);
    expect(errors?.map(([, status]) => status)).toEqual([64, 65, 69, 78]);
  });

  it('names no option that gate and baseline do not have', () => {
    const flags = [gateCommand, baselineCommand].flatMap(({ options }) => options.map((each) => each.flags));
    const known = flags.flatMap((each) => each.match(/--[a-z-]+/g) ?? []);
    const ofRun = ['--cpus', '--harness-cpus'];
    const named = codeWords(text).flatMap((word) => /^(?:gate )?(--[a-z-]+)/.exec(word)?.[1] ?? []);
    expect(named.filter((flag) => ![...known, ...ofRun].includes(flag))).toEqual([]);
  });
});

describe('docs/writing-a-benchmark.md', () => {
  const text = read('docs/writing-a-benchmark.md');

  it('lists every field of the configuration', () => {
    const told = firstColumn(text, '<!-- fields of the configuration file -->');
    const fields = schemaFields(configJsonSchema()).map(({ path }) => path.split(/[.[]/)[0] ?? '');
    expect([...told].sort()).toEqual([...new Set(fields)].sort());
  });

  it('lists every field of an arm', () => {
    expect(firstColumn(text, '<!-- fields of an arm -->')).toEqual(Object.keys(armFields));
  });

  it('gives flags and variables that belong together', () => {
    const rows = tableAfter(text, '<!-- fields of the configuration file -->');
    const pairs = rows.map(([, flag = '', variable = '']) => [
      codeWords(flag)[0] ?? '',
      codeWords(variable)[0] ?? '',
    ]);
    const expected = pairs.map(([flag = '']) => [
      flag,
      flag === '' ? '' : environmentName(flag.slice(2).replaceAll('-', '_')),
    ]);
    expect(pairs).toEqual(expected);
  });
});

/** Writes the TypeScript blocks of a document, each under the name in its first line, and returns the paths. */
function writeExamples(path: string, folder: TemporaryFolder): readonly string[] {
  return codeBlocks(read(path))
    .filter(({ language }) => language === 'ts')
    .map(({ code }) => folder.write(/^\/\/ (\S+)\n/.exec(code)?.[1] ?? 'without-a-name.ts', code));
}

/** What the compiler says of files that import "microvm-bench", by the project's own options. */
function compilerComplaints(paths: readonly string[]): readonly string[] {
  const config: unknown = ts.readConfigFile(join(root, 'tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(paths, {
    ...options,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    rootDir: '/',
    paths: {
      'microvm-bench': [join(root, 'src/index.ts')],
      'microvm-bench/stats/*': [join(root, 'src/stats/*.ts')],
    },
    typeRoots: [join(root, 'node_modules/@types')],
  });
  return paths.flatMap((path) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  });
}

/** The compiler reads the whole project; on a busy machine that takes longer than a unit test may. */
const compileTimeoutMs = 60_000;

describe('TypeScript examples', () => {
  const ofBenchmarks = ['README.md', 'docs/writing-a-benchmark.md'];
  const withExamples = documents.filter((path) =>
    codeBlocks(read(path)).some(({ language }) => language === 'ts'),
  );

  it('are in the pages that promise them', () => {
    expect(withExamples).toEqual([...ofBenchmarks, 'docs/comparing.md'].sort());
  });

  it(
    'of docs/comparing.md compile with the statistics that the package exports',
    { timeout: compileTimeoutMs },
    () => {
      using folder = makeTemporaryFolder();
      const examples = writeExamples('docs/comparing.md', folder);
      expect(examples).toHaveLength(1);
      expect(compilerComplaints(examples)).toEqual([]);
      const { exports } = z
        .object({ exports: z.record(z.string(), z.unknown()) })
        .parse(JSON.parse(read('package.json')));
      expect(exports['./stats/*']).toEqual({
        types: './dist/src/stats/*.d.ts',
        default: './dist/src/stats/*.js',
      });
    },
  );

  it.each(ofBenchmarks)('of %s compile and load', { timeout: compileTimeoutMs }, async (path) => {
    using folder = makeTemporaryFolder();
    const env = { XDG_CACHE_HOME: join(folder.path, 'cache') };
    mkdirSync(env.XDG_CACHE_HOME);
    const examples = writeExamples(path, folder);
    expect(compilerComplaints(examples)).toEqual([]);

    const isConfig = (example: string): boolean => example.includes('.config.');
    for (const example of examples.filter(isConfig)) await loadConfig({ cwd: folder.path, env }, example);
    const definitions = examples.filter((example) => !isConfig(example));
    const loaded = await loadDefinitions(definitions, env);
    expect(loaded.filter(({ source }) => source === 'user').map((each) => each.path)).toEqual(definitions);
  });

  it.each(ofBenchmarks)('of %s describe their microVMs', async (path) => {
    using folder = makeTemporaryFolder();
    const env = { XDG_CACHE_HOME: join(folder.path, 'cache') };
    const paths = writeExamples(path, folder).filter((example) => !example.includes('.config.'));
    const arm: ArmContext = {
      id: 'base',
      firecrackerVersion: '1.12.1',
      bootTimerAddress: '0xd0000000',
      probeGuest: hostPath('/probe_guest.elf'),
    };
    const loaded = await loadDefinitions(paths, env);
    for (const { definition } of loaded.filter(({ source }) => source === 'user')) {
      const specs = expandGrid(definition.parameters).map((point) => definition.vm(point, arm));
      expect(specs.map(({ vcpus }) => vcpus)).toEqual(specs.map(() => 1));
    }
  });
});
