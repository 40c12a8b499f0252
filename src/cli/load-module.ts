import { createJiti } from 'jiti';
import { BenchError, errorMessage, type ErrorCode } from '../base/errors.ts';
import type { Environment } from './color.ts';
import { privateModuleCache } from './module-cache.ts';

/** Loads modules that users wrote, in TypeScript or JavaScript. */
export interface ModuleLoader {
  /**
   * The default export of a file.
   * @throws BenchError with the codes of `purpose`
   */
  readonly loadDefault: (path: string, purpose: LoadPurpose) => Promise<unknown>;
}

/** What a module is loaded for. */
export interface LoadPurpose {
  /** Object of the sentence "Cannot load …", to which the path is added. */
  readonly what: string;
  /** When the module does not parse or throws. */
  readonly failed: ErrorCode;
  /** When it has no default export. */
  readonly incomplete: ErrorCode;
}

/** " at line 4", when the stack tells where in the file it was. */
function lineIn(path: string, thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const after = stack.split(`${path}:`)[1];
  const line = after === undefined ? undefined : /^\d+/.exec(after)?.[0];
  return line === undefined ? '' : ` at line ${line}`;
}

/**
 * Makes the loader. Modules need no package.json, no build and no installed `microvm-bench`: that import is answered
 * with the running copy itself, so that the classes are the same on both sides.
 */
export async function createModuleLoader(env: Environment): Promise<ModuleLoader> {
  const api = await import('../index.ts');
  const jiti = createJiti(import.meta.url, {
    fsCache: privateModuleCache(env) ?? false,
    // jiti's own way hides a missing default export behind the module itself.
    interopDefault: false,
    virtualModules: { 'microvm-bench': api },
  });
  return {
    async loadDefault(path, { what, failed, incomplete }) {
      let module: object;
      try {
        module = await jiti.import<object>(path);
      } catch (thrown) {
        const text = `Cannot load ${what} "${path}": it failed${lineIn(path, thrown)}: ${errorMessage(thrown)}`;
        throw new BenchError(failed, text, { cause: thrown });
      }
      if ('default' in module) return module.default;
      throw new BenchError(incomplete, `Cannot load ${what} "${path}": it has no default export`, {
        hint: 'Export it by default; modules that only help belong into a folder of their own',
      });
    },
  };
}
