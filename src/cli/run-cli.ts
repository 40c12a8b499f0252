import { unwrapSuppressed } from '../base/errors.ts';
import { colorModes, type ColorMode } from './color.ts';
import { createContext, printJson, type CliContext, type CliHost } from './context.ts';
import { exitCodeOf } from './exit-codes.ts';
import { errorDocument, formatError } from './print-error.ts';
import { runProgram } from './program.ts';

/** Read before the command line is parsed, since errors of the parse are coloured too. */
function readColorMode(argv: readonly string[]): ColorMode {
  const at = argv.findIndex((argument) => argument === '--color' || argument.startsWith('--color='));
  const text = argv[at] === '--color' ? argv[at + 1] : argv[at]?.slice('--color='.length);
  return colorModes.find((mode) => mode === text) ?? 'auto';
}

function report(thrown: unknown, context: CliContext): number {
  context.stderr.write(formatError(thrown, context.colors.stderr));
  if (context.argv.includes('--json')) printJson(context.stdout, errorDocument(thrown));
  return exitCodeOf(unwrapSuppressed(thrown).first);
}

/** The whole command line: runs it, reports what it throws, and resolves to the exit status. Never rejects. */
export async function runCli(host: CliHost): Promise<number> {
  const context = createContext(host, readColorMode(host.argv));
  try {
    return await runProgram(context);
  } catch (thrown) {
    return report(thrown, context);
  }
}
