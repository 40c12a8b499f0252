import { BenchError, errorMessage } from '../base/errors.ts';
import type { ArmContext, BenchmarkDefinition, ParameterGrid } from '../model/definition.ts';
import type { Finding } from '../model/finding.ts';
import type { PlannedPlacement } from '../model/placement.ts';
import type { Arm, Case, ParameterPoint, Plan } from '../model/plan.ts';
import type { VmSpec } from '../model/vm-spec.ts';
import { generatorName } from '../stats/random.ts';
import { orderBlocks } from './order-blocks.ts';

export interface PlanInput {
  readonly definitions: readonly BenchmarkDefinition[];
  /** Each arm as it is recorded and as definitions see it. */
  readonly arms: readonly { readonly arm: Arm; readonly context: ArmContext }[];
  readonly seed: number;
  readonly trialsPerCase: number;
  readonly warmupsPerCase: number;
  readonly trialTimeoutMs: number;
  /** Lays the threads of a VM with so many vCPUs on CPUs. */
  readonly place: (vcpus: number) => {
    readonly plan: PlannedPlacement;
    readonly findings: readonly Finding[];
  };
  /** Throws for a VM that the VMM could not run. */
  readonly check: (spec: VmSpec) => void;
  /** What else is known to limit the run. */
  readonly findings: readonly Finding[];
}

/**
 * Decides what runs when, before anything boots. Every spec is made and checked here, so that a kernel that is not
 * there fails the plan and not the fortieth trial.
 * @throws BenchError `DEFINITION_FAILED`, `SPEC_INVALID`, `CPU_UNAVAILABLE`
 */
export function makePlan(input: PlanInput): Plan {
  const placed = input.definitions.flatMap((definition) =>
    expandGrid(definition.parameters).map((point) => placeCase(definition, point, input)),
  );
  const cases = placed.map((each) => each.case);
  const { arms, seed, trialsPerCase, trialTimeoutMs } = input;
  return {
    seed,
    generator: generatorName,
    arms: arms.map(({ arm }) => arm),
    cases,
    blocks: orderBlocks({
      caseIds: cases.map(({ id }) => id),
      armIds: arms.map(({ arm }) => arm.id),
      seed,
      trialsPerCase,
      warmupsPerCase: input.warmupsPerCase,
    }),
    trialsPerCase,
    trialTimeoutMs,
    findings: uniqueFindings([...input.findings, ...placed.flatMap(({ findings }) => findings)]),
  };
}

/** Every combination of a grid's values, the last parameter changing fastest. */
export function expandGrid(grid: ParameterGrid): readonly ParameterPoint[] {
  return Object.entries(grid).reduce<readonly ParameterPoint[]>(
    (points, [name, values]) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

/** "boot-time/vcpus=1,memMib=128"; the bare "boot-time" where there are no parameters. */
export function caseId(benchmarkId: string, point: ParameterPoint): string {
  const words = Object.entries(point).map(([name, value]) => `${name}=${String(value)}`);
  return words.length === 0 ? benchmarkId : `${benchmarkId}/${words.join(',')}`;
}

/** The spec of one point, or whose fault it is that there is none. */
export function specOf(definition: BenchmarkDefinition, point: ParameterPoint, arm: ArmContext): VmSpec {
  try {
    return definition.vm(point, arm);
  } catch (thrown) {
    const text = `Cannot make the microVM of ${caseId(definition.id, point)}: ${errorMessage(thrown)}`;
    throw new BenchError('DEFINITION_FAILED', text, { cause: thrown });
  }
}

function placeCase(
  definition: BenchmarkDefinition,
  point: ParameterPoint,
  input: PlanInput,
): { readonly case: Case; readonly findings: readonly Finding[] } {
  const specs = input.arms.map(({ context }) => specOf(definition, point, context));
  specs.forEach(input.check);
  const { plan, findings } = input.place(Math.max(...specs.map(({ vcpus }) => vcpus)));
  const id = caseId(definition.id, point);
  return { case: { id, benchmarkId: definition.id, point, placement: plan }, findings };
}

function uniqueFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.rule} ${finding.message}`, finding])).values()];
}
