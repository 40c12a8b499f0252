import { basename } from 'node:path';
import { monotonicNs, type MonotonicNs } from '../../base/clock.ts';
import { watchPath } from '../../host/watch-path.ts';
import type { TimelineRecorder } from '../../model/timeline.ts';
import type { JailLayout } from './jail-layout.ts';

/** Watches what the jailer does to the jail, to tell its cgroup attach from the rest of its work. */
export interface StartMarks extends Disposable {
  /** Ends the phases `copy`, `attach` and `enter` where all their marks came, in order; otherwise none of them. */
  readonly endPhases: (timeline: TimelineRecorder) => void;
}

/**
 * The jailer's order (firecracker/src/jailer/src/env.rs): copy the binary, make the cgroup and attach to it, change
 * root, make `/dev`, write the pid file, execute Firecracker. Between the last write of the copy and `/dev` lies the
 * attach and the change of root, whose copy of the mount namespace takes the longer the more mounts the host has. `onProgress` is called only for what a waiting reader can use: the
 * pid file and the socket, not each block of the copy.
 */
export function watchStart(layout: JailLayout, onProgress: () => void): StartMarks {
  const pidFileName = basename(layout.pidFile);
  let copied: MonotonicNs | undefined;
  let attached: MonotonicNs | undefined;
  let entered: MonotonicNs | undefined;
  const watches = [
    watchPath(layout.root, (name) => {
      if (name === layout.execName && attached === undefined) copied = monotonicNs();
      else if (name === 'dev') attached ??= monotonicNs();
      else if (name === pidFileName) {
        entered ??= monotonicNs();
        onProgress();
      }
    }),
    watchPath(layout.runDirectory, onProgress),
  ];
  return {
    endPhases(timeline): void {
      if (copied === undefined || attached === undefined || entered === undefined) return;
      if (copied > attached || attached > entered) return;
      timeline.endPhase('copy', copied);
      timeline.endPhase('attach', attached);
      timeline.endPhase('enter', entered);
    },
    [Symbol.dispose](): void {
      for (const watch of watches) watch[Symbol.dispose]();
    },
  };
}
