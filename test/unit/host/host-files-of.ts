import type { HostFiles } from '../../../src/host/host-files.ts';

/** A host that has just these files. */
export function hostFilesOf(contents: Readonly<Record<string, string>>): HostFiles {
  return {
    text: (path) => contents[path],
    head: (path) => contents[path],
    list: (directory) =>
      Object.keys(contents)
        .filter((path) => path.startsWith(`${directory}/`))
        .map((path) => path.slice(directory.length + 1)),
    resolve: (path) => path,
  };
}
