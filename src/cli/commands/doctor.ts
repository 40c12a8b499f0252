import { runCheck, type CheckResult } from '../doctor/check.ts';
import { concludeChecks } from '../doctor/conclude-checks.ts';
import { hostChecks } from '../doctor/host-checks.ts';
import { vmChecks } from '../doctor/vm-checks.ts';
import type { Palette } from '../color.ts';
import { printJson, type CliContext } from '../context.ts';
import { loadSettings, type SettingOptions } from '../load-settings.ts';
import { locatePackage } from '../package-root.ts';
import { terminalLine } from '../terminal-text.ts';

/** How `doctor` was called. */
export interface DoctorOptions extends SettingOptions {
  readonly isJson: boolean;
}

/** Tries everything that a run needs, prints a line a check, and returns the exit status. */
export async function doctorCommandAction(options: DoctorOptions, context: CliContext): Promise<number> {
  const settings = await loadSettings(context, options);
  const results: CheckResult[] = [];
  for (const check of [
    ...hostChecks(settings),
    ...vmChecks({ settings, packageRoot: locatePackage().root }),
  ]) {
    const result = await runCheck(check);
    results.push(result);
    if (!options.isJson) context.stdout.write(`${formatResult(result, context.colors.stdout)}\n`);
  }
  const { isReady, text, exitCode } = concludeChecks(results);
  if (options.isJson) printJson(context.stdout, { ready: isReady, checks: results });
  else context.stderr.write(`${text}\n`);
  return exitCode;
}

function formatResult(result: CheckResult, palette: Palette): string {
  const { id, status, seen } = result;
  const colors = {
    ok: palette.green,
    warning: palette.yellow,
    busy: palette.yellow,
    failed: palette.red,
  } as const;
  const line = `${colors[status](status.padEnd(7))}  ${id.padEnd(11)}  ${terminalLine(seen)}`;
  return 'remedy' in result ? `${line}\n         ${' '.repeat(11)}  -> ${terminalLine(result.remedy)}` : line;
}
