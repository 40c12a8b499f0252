import type { Environment } from '../model/history.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { Case } from '../model/plan.ts';
import type { FileDigest, RunManifest } from '../model/run.ts';

/** What is measured in a run. */
export interface Subject {
  readonly case: Case;
  readonly armId: string;
  readonly metric: MetricDefinition;
}

const notTold = 'not told';

/**
 * The environment of one metric of a run. The manifest does not tell which guest image is of which case, so
 * those of the whole run count.
 */
export function environmentOf({ host, digests }: RunManifest, subject: Subject): Environment {
  const { hostname, cpuModel, microcode, kernel } = host?.identity ?? {};
  const ofArm = digests.filter(({ arms }) => arms === undefined || arms.includes(subject.armId));
  const firecracker = ofArm.find(({ role }) => role === 'firecracker');
  return {
    host: hostname ?? notTold,
    cpu: cpuModel ?? notTold,
    microcode: microcode ?? notTold,
    kernel: kernel ?? notTold,
    firecracker: firecracker === undefined ? notTold : shortDigest(firecracker),
    guest: guestImages(ofArm),
    placement: subject.case.placement?.policy ?? notTold,
    unit: subject.metric.unit,
  };
}

function guestImages(digests: readonly FileDigest[]): string {
  const images = digests.filter(({ role }) => /^(?:kernel|initrd|drive)\b/.test(role));
  const texts = images.map((image) => `${image.role} ${shortDigest(image)}`);
  return texts.length === 0 ? notTold : [...new Set(texts)].sort().join(', ');
}

/** For people and still unique; by it two files are told apart, not verified. */
function shortDigest({ sha256 }: FileDigest): string {
  return sha256.slice(0, 16);
}
