import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BenchError, errorMessage } from '../base/errors.ts';
import { checkDefinition } from '../harness/define-benchmark.ts';
import type { BenchmarkDefinition } from '../model/definition.ts';
import { suggest } from '../model/suggest.ts';
import type { Environment } from './color.ts';
import { locatePackage } from './package-root.ts';

/** A definition with where it is from. */
export interface LoadedDefinition {
  readonly definition: BenchmarkDefinition;
  readonly path: string;
  readonly source: 'built-in' | 'user';
}

const moduleExtensions: readonly string[] = ['.ts', '.mts', '.js', '.mjs'];

function isDefinitionFile(name: string): boolean {
  return !name.startsWith('.') && !/\.d\.m?ts$/.test(name) && moduleExtensions.includes(extname(name));
}

/** The file itself, or the definition files directly in the folder, sorted. */
function definitionFiles(path: string): readonly string[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (thrown) {
    throw new BenchError(
      'DEFINITION_INVALID',
      `Cannot find benchmarks at "${path}": ${errorMessage(thrown)}`,
      {
        hint: 'Name a file with a benchmark or a folder of such files',
        cause: thrown,
      },
    );
  }
  if (!isFolder) return [path];
  const names = readdirSync(path).filter(isDefinitionFile).sort();
  if (names.length > 0) return names.map((name) => join(path, name));
  throw new BenchError(
    'DEFINITION_INVALID',
    `Cannot find benchmarks at "${path}": no file there ends in ${moduleExtensions.join(', ')}`,
  );
}

function idOfFile(path: string): string {
  return basename(path, extname(path));
}

async function loadBuiltIn(path: string): Promise<LoadedDefinition> {
  let module: unknown;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (thrown) {
    const text = `Cannot load the benchmark definition "${path}": it failed: ${errorMessage(thrown)}`;
    throw new BenchError('DEFINITION_FAILED', text, { cause: thrown });
  }
  const value =
    typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  const definition = checkDefinition(value, { expectedId: idOfFile(path), path });
  return { definition, path, source: 'built-in' };
}

async function loadUserDefinitions(
  paths: readonly string[],
  env: Environment,
): Promise<readonly LoadedDefinition[]> {
  if (paths.length === 0) return [];
  const { createModuleLoader } = await import('./load-module.ts');
  const loader = await createModuleLoader(env);
  const purpose = {
    what: 'the benchmark definition',
    failed: 'DEFINITION_FAILED',
    incomplete: 'DEFINITION_INVALID',
  } as const;
  const loaded: LoadedDefinition[] = [];
  for (const path of new Set(paths.flatMap(definitionFiles))) {
    const value = await loader.loadDefault(path, purpose);
    const definition = checkDefinition(value, { expectedId: idOfFile(path), path });
    loaded.push({ definition, path, source: 'user' });
  }
  return loaded;
}

function checkUnique(loaded: readonly LoadedDefinition[]): void {
  const byId = new Map<string, LoadedDefinition>();
  for (const each of loaded) {
    const { id } = each.definition;
    const other = byId.get(id);
    if (other !== undefined) {
      const text = `Cannot use the benchmark "${id}": "${other.path}" and "${each.path}" both define it`;
      throw new BenchError('DEFINITION_INVALID', text, { hint: 'Rename one of the files and its id' });
    }
    byId.set(id, each);
  }
}

/**
 * The built-in benchmarks, then those at the user's paths (files, or folders that hold files directly).
 * @throws BenchError `DEFINITION_INVALID`; `DEFINITION_FAILED` when a module throws
 */
export async function loadDefinitions(
  userPaths: readonly string[],
  env: Environment,
): Promise<readonly LoadedDefinition[]> {
  const builtIn: LoadedDefinition[] = [];
  for (const path of definitionFiles(locatePackage().benchmarks)) builtIn.push(await loadBuiltIn(path));
  const loaded = [...builtIn, ...(await loadUserDefinitions(userPaths, env))];
  checkUnique(loaded);
  return loaded;
}

/**
 * The definitions of the given ids, in the order given; without ids all of them.
 * @throws BenchError `USAGE` for an id that none has
 */
export function selectDefinitions(
  loaded: readonly LoadedDefinition[],
  ids: readonly string[],
): readonly LoadedDefinition[] {
  if (ids.length === 0) return loaded;
  const known = loaded.map(({ definition }) => definition.id);
  return [...new Set(ids)].map((id) => {
    const found = loaded.find(({ definition }) => definition.id === id);
    if (found !== undefined) return found;
    const near = suggest(id, known);
    throw new BenchError('USAGE', `Cannot run the benchmark "${id}": there is none of this id`, {
      hint: near === undefined ? `There are ${known.join(', ')}` : `Did you mean "${near}"?`,
    });
  });
}
