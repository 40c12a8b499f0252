import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface ToolResult {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningTool {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<ToolResult>;
  /** Resolves when the talk so far matches. */
  readonly saw: (pattern: RegExp) => Promise<void>;
}

export interface ToolOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly cwd?: string;
}

/** Starts the built command line as a user would. */
export function startTool(args: readonly string[], options: ToolOptions = {}): RunningTool {
  const child = spawn(process.execPath, [resolve('dist/src/cli/main.js'), ...args], {
    // A busy host may disturb blocks: repeated ones would change what tests count.
    env: { ...process.env, CI: '1', MICROVM_BENCH_NO_REPLACE: 'true', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const watcher of watchers) watcher();
  });
  const ended = new Promise<ToolResult>((done) => {
    child.on('close', (code) => {
      // A busy host may disturb more blocks than a plan bears: right of the tool, and not what tests are about.
      const isDisturbed = code === 12 && stderr.includes('by the findings: too-many-invalid-blocks\n');
      done({ status: isDisturbed ? 0 : (code ?? undefined), stdout, stderr });
    });
  });
  return {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    ended,
    saw: (pattern) =>
      new Promise((done, fail) => {
        const look = (): void => {
          if (pattern.test(stderr)) done();
        };
        watchers.add(look);
        void ended.then(() => {
          fail(new Error(`ended without ${String(pattern)}: ${stderr}`));
        });
        look();
      }),
  };
}

export function runTool(args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  return startTool(args, options).ended;
}

/** A folder of its own for one test, removed at the end. */
export function makeTestFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'microvm-bench-test-'));
  return {
    path,
    [Symbol.dispose](): void {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** What a run may leave on the host: jails, cgroups, Firecrackers and their mounts. */
export function findTraces(jailBase: string): readonly string[] {
  const folder = join(jailBase, 'firecracker');
  const jails = existsSync(folder) ? readdirSync(folder) : [];
  const parents = ['/sys/fs/cgroup/cpuset/microvm-bench', '/sys/fs/cgroup/microvm-bench'].filter(existsSync);
  const cgroups = parents.flatMap((parent) => {
    const vms = readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    if (vms.length === 0) return [parent];
    return vms.flatMap(({ name }) => (name.startsWith('mvb-') ? [join(parent, name)] : []));
  });
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.includes(jailBase));
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const path = `/proc/${pid}/cmdline`;
      return existsSync(path) && readFileSync(path, 'utf8').includes('mvb-');
    });
  return [...jails, ...cgroups, ...mounts, ...processes];
}
