import type { CommandSpec } from './command-spec.ts';
import { baselineCommand } from './commands/baseline-command.ts';
import { calibrateCommand } from './commands/calibrate-command.ts';
import { compareCommand } from './commands/compare-command.ts';
import { doctorCommand } from './commands/doctor-command.ts';
import { exportCommand } from './commands/export-command.ts';
import { explainCommand } from './commands/explain-command.ts';
import { gateCommand } from './commands/gate-command.ts';
import { historyCommand } from './commands/history-command.ts';
import { importCommand } from './commands/import-command.ts';
import { indexCommand } from './commands/index-command.ts';
import { listCommand } from './commands/list-command.ts';
import { mergeCommand } from './commands/merge-command.ts';
import { planCommand } from './commands/plan-command.ts';
import { reportCommand } from './commands/report-command.ts';
import { runCommand } from './commands/run-command.ts';
import { setupCommand } from './commands/setup-command.ts';
import { showCommand } from './commands/show-command.ts';

/** All commands, in the order of the help. */
export const commands: readonly CommandSpec[] = [
  runCommand,
  planCommand,
  listCommand,
  showCommand,
  reportCommand,
  exportCommand,
  importCommand,
  mergeCommand,
  compareCommand,
  explainCommand,
  gateCommand,
  baselineCommand,
  historyCommand,
  indexCommand,
  calibrateCommand,
  doctorCommand,
  setupCommand,
];
