import { BenchError, errorMessage } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import type { ArmDifference, ArmFields } from '../model/arm.ts';
import type { ArmContext, BenchmarkDefinition, ParameterGrid } from '../model/definition.ts';
import type { Finding } from '../model/finding.ts';
import type { PlannedPlacement } from '../model/placement.ts';
import type { Case, ParameterPoint, Plan, RunnableArm } from '../model/plan.ts';
import { mostInvalidOf } from '../model/invalid-blocks.ts';
import { validityRules } from '../model/validity.ts';
import type { VmSpec } from '../model/vm-spec.ts';
import { generatorName } from '../stats/random.ts';
import { applyArm, jailOfArm } from './apply-arm.ts';
import { armDifferences } from './arm-differences.ts';
import { findColdStart, judgeFairness } from './arm-fairness.ts';
import { factsOf, type ArmBinaries, type ArmSide } from './arm-side.ts';
import { checkSpec } from './check-vm-input.ts';
import { findUndecidable } from './decidability.ts';
import { orderBlocks } from './order-blocks.ts';
import { planStopping, type StopWishes } from './plan-stopping.ts';

/** An arm as it is recorded, as definitions see it, and what it changes. */
export interface PlannedArm {
  readonly arm: RunnableArm;
  readonly context: ArmContext;
  readonly fields: ArmFields;
  readonly binaries: ArmBinaries;
  /** CPUs that its VMs may run on, as a kernel list. */
  readonly cpus: string;
  /** Lays the threads of a VM with so many vCPUs on them. */
  readonly place: (vcpus: number) => {
    readonly plan: PlannedPlacement;
    readonly findings: readonly Finding[];
  };
  /** Throws for a VM that the VMM could not run. */
  readonly check: (spec: VmSpec) => void;
}

export interface PlanInput {
  readonly definitions: readonly BenchmarkDefinition[];
  readonly arms: readonly PlannedArm[];
  readonly seed: number;
  readonly trialsPerCase: number;
  readonly warmupsPerCase: number;
  readonly trialTimeoutMs: number;
  /** What may end the run early. */
  readonly stop: StopWishes;
  /** Whether blocks that the host has disturbed are repeated at the end. */
  readonly replacesInvalid: boolean;
  /** The cases that are wanted, where not all are. */
  readonly caseIds?: readonly string[];
  /** What else is known to limit the run. */
  readonly findings: readonly Finding[];
}

/**
 * Decides what runs when, before anything boots. Every spec is made and checked here, so that a kernel that is not
 * there fails the plan and not the fortieth trial.
 * @throws BenchError `DEFINITION_FAILED`, `SPEC_INVALID`, `CPU_UNAVAILABLE`, `USAGE`
 */
export function makePlan(input: PlanInput): Plan {
  const placed = input.definitions.flatMap((definition) =>
    expandGrid(definition.parameters)
      .filter((point) => input.caseIds?.includes(caseId(definition.id, point)) !== false)
      .map((point) => placeCase(definition, point, input)),
  );
  const cases = placed.map((each) => each.case);
  const { seed, trialsPerCase, warmupsPerCase, trialTimeoutMs } = input;
  const arms = input.arms.map(({ arm }) => arm);
  const comparison = compareArms(
    placed.map(({ sides }) => sides),
    input,
  );
  const blocks = orderBlocks({
    caseIds: cases.map(({ id }) => id),
    armIds: arms.map(({ id }) => id),
    seed,
    trialsPerCase,
    warmupsPerCase,
  });
  const end = planEnd({ cases, blocks, input });
  return {
    seed,
    generator: generatorName,
    arms,
    ...optional('armDifferences', comparison?.differences),
    cases,
    blocks,
    trialsPerCase,
    trialTimeoutMs,
    ...end,
    findings: uniqueFindings([
      ...input.findings,
      ...placed.flatMap(({ findings }) => findings),
      ...(comparison?.findings ?? []),
      ...findUndecidable({ arms, cases, blocks, ...end }),
    ]),
  };
}

interface PlannedBlocks extends Pick<Plan, 'cases' | 'blocks'> {
  readonly input: PlanInput;
}

/** When the run ends, and which of its blocks do not count. */
function planEnd({ cases, blocks, input }: PlannedBlocks): Pick<Plan, 'stopping' | 'validity'> {
  const measured = blocks.filter(({ isWarmup }) => !isWarmup);
  const shape = {
    armCount: input.arms.length,
    caseCount: cases.length,
    blocksPerCase: measured.length / cases.length,
  };
  return {
    stopping: planStopping(input.stop, shape),
    validity: {
      rules: validityRules,
      mostInvalidBlocks: mostInvalidOf(blocks),
      replaces: input.replacesInvalid,
    },
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

/**
 * The spec of one point as the arm has it, or whose fault it is that there is none.
 * @throws BenchError `DEFINITION_FAILED`; `SPEC_INVALID` for fields that are not known or of another type
 */
export function specOf(
  definition: BenchmarkDefinition,
  point: ParameterPoint,
  { context, fields }: Pick<PlannedArm, 'context' | 'fields'>,
): VmSpec {
  return applyArm(checkSpec(askForSpec(definition, point, context), caseId(definition.id, point)), fields);
}

/** Of a definition in JavaScript it may be anything. */
function askForSpec(
  definition: BenchmarkDefinition,
  point: ParameterPoint,
  context: PlannedArm['context'],
): unknown {
  try {
    return definition.vm(point, context);
  } catch (thrown) {
    const text = `Cannot make the microVM of ${caseId(definition.id, point)}: ${errorMessage(thrown)}`;
    throw new BenchError('DEFINITION_FAILED', text, { cause: thrown });
  }
}

interface PlacedCase {
  readonly case: Case;
  /** In the order of the arms. */
  readonly sides: readonly ArmSide[];
  readonly findings: readonly Finding[];
}

function placeCase(definition: BenchmarkDefinition, point: ParameterPoint, input: PlanInput): PlacedCase {
  const placed = input.arms.map((arm) => placeArm(definition, point, arm));
  const sides = placed.map(({ side }) => side);
  const [placement, ...others] = sides.map((side) => side.placement);
  if (placement === undefined) throw new BenchError('USAGE', 'Cannot plan a run: it has no arm');
  const apart = others.flatMap((other, index) => {
    const id = input.arms[index + 1]?.arm.id ?? '';
    return JSON.stringify(other) === JSON.stringify(placement) ? [] : [[id, other] as const];
  });
  const id = caseId(definition.id, point);
  const armPlacements = apart.length === 0 ? undefined : Object.fromEntries(apart);
  return {
    case: { id, benchmarkId: definition.id, point, placement, ...optional('armPlacements', armPlacements) },
    sides,
    findings: placed.flatMap(({ findings }) => findings),
  };
}

function placeArm(
  definition: BenchmarkDefinition,
  point: ParameterPoint,
  planned: PlannedArm,
): { readonly side: ArmSide; readonly findings: readonly Finding[] } {
  const { arm, binaries, cpus, fields } = planned;
  const spec = specOf(definition, point, planned);
  planned.check(spec);
  const { plan: placement, findings } = planned.place(spec.vcpus);
  const side = { arm, binaries, cpus, spec, jail: jailOfArm(fields) ?? {}, launch: arm.launch, placement };
  return { side, findings };
}

interface Comparison {
  readonly differences: readonly ArmDifference[];
  readonly findings: readonly Finding[];
}

/** Undefined where there is one arm alone. */
function compareArms(cases: readonly (readonly ArmSide[])[], input: PlanInput): Comparison | undefined {
  if (input.arms.length < 2) return undefined;
  const differences = armDifferences(cases.map((sides) => sides.map(factsOf)));
  const coldStart = findColdStart(differences, input.warmupsPerCase);
  return { differences, findings: [...judgeFairness(cases, differences), ...coldStart] };
}

function uniqueFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.rule} ${finding.message}`, finding])).values()];
}
