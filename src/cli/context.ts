import {
  createPalette,
  shouldColor,
  type ColorMode,
  type ColorTarget,
  type Environment,
  type Palette,
} from './color.ts';

/** A stream that the tool writes to. */
export interface OutputStream extends ColorTarget {
  readonly write: (text: string) => unknown;
}

/** All that the command line takes from its process; tests bring their own. */
export interface CliHost {
  /** Without the interpreter and the script. */
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
  /** Data, and nothing else. */
  readonly stdout: OutputStream;
  /** Talk: progress, remarks, errors. */
  readonly stderr: OutputStream;
}

/** The host together with what was decided for its streams. */
export interface CliContext extends CliHost {
  readonly colors: { readonly stdout: Palette; readonly stderr: Palette };
}

/** Takes the colour decision for both streams. */
export function createContext(host: CliHost, colorMode: ColorMode): CliContext {
  const { env, stdout, stderr } = host;
  return {
    ...host,
    colors: {
      stdout: createPalette({ enabled: shouldColor(colorMode, env, stdout) }),
      stderr: createPalette({ enabled: shouldColor(colorMode, env, stderr) }),
    },
  };
}

/** Writes the one document of `--json`. */
export function printJson(stream: OutputStream, document: unknown): void {
  stream.write(`${JSON.stringify(document, undefined, 2)}\n`);
}
