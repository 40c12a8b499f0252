/** One line of `/proc/PID/mountinfo` (proc_pid_mountinfo(5)). */
export interface Mount {
  readonly mountPoint: string;
  /** Of this mount: `ro` here means that the files cannot be written through it. */
  readonly options: readonly string[];
  readonly filesystem: string;
  /** Of the filesystem: the controllers of a cgroup v1 hierarchy stand here. */
  readonly superOptions: readonly string[];
}

/** Parses mountinfo; a line that is not understood is left out. */
export function parseMountinfo(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    // Optional fields of any number stand before the lone hyphen.
    const [mountFields = '', filesystemFields = ''] = line.split(' - ');
    const [, , , , mountPoint, options] = mountFields.split(' ');
    const [filesystem, , superOptions] = filesystemFields.split(' ');
    if (mountPoint === undefined || options === undefined || filesystem === undefined) return [];
    return [
      {
        mountPoint: unescapeOctal(mountPoint),
        options: options.split(','),
        filesystem,
        superOptions: (superOptions ?? '').split(','),
      },
    ];
  });
}

/** The mount that holds a path without symbolic links; of several on one mount point the last, which hides the others. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  const holders = mounts.filter(({ mountPoint }) => isWithin(path, mountPoint));
  const depth = Math.max(...holders.map(({ mountPoint }) => mountPoint.length));
  return holders.findLast(({ mountPoint }) => mountPoint.length === depth);
}

function isWithin(path: string, directory: string): boolean {
  return directory === '/' || path === directory || path.startsWith(`${directory}/`);
}

// The kernel writes space, tab, newline and backslash as three octal digits.
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
