import { watch } from 'node:fs';
import { BenchError, errorMessage } from '../base/errors.ts';

/**
 * Calls back with the name of each entry of a directory that is made, changed or removed, or with a file's own name
 * when it changes (inotify). The caller disposes.
 * @throws BenchError `FACILITY_MISSING` when the kernel gives no more watches
 */
export function watchPath(path: string, onEntry: (name: string) => void): Disposable {
  try {
    const watcher = watch(path, { persistent: false }, (_event, name) => {
      if (name !== null) onEntry(name);
    });
    // The directory going away ends the watch; whoever waits sees that by its own look.
    watcher.on('error', () => {
      watcher.close();
    });
    return {
      [Symbol.dispose]: (): void => {
        watcher.close();
      },
    };
  } catch (thrown) {
    throw new BenchError('FACILITY_MISSING', `Cannot watch "${path}": ${errorMessage(thrown)}`, {
      cause: thrown,
      hint: 'Raise fs.inotify.max_user_watches and max_user_instances when the kernel has no watch left',
    });
  }
}
