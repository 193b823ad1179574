/**
 * What two-phase commit promises, under the names of
 * `spec/two-phase-commit/TwoPhaseCommit.tla` and its models.
 */
import { eventually } from "../kernel/liveness.ts"
import type { World as WorldOf } from "../kernel/protocol.ts"
import type { Message, ResourceManager, TransactionManager } from "./state.ts"

export type World = WorldOf<
  { readonly rm: ResourceManager; readonly tm: TransactionManager },
  Message
>

type RMState = ResourceManager["rmState"]

const all = (world: World, ...states: ReadonlyArray<RMState>): boolean =>
  Object.values(world.rm).every(({ rmState }) => states.includes(rmState))

const none = (world: World, state: RMState): boolean =>
  !Object.values(world.rm).some(({ rmState }) => rmState === state)

/**
 * No participant commits while another aborts. Why: commit is said only when
 * all are prepared, who is prepared decides by message only, and the
 * coordinator says one thing.
 */
export const Consistent = (world: World): boolean =>
  none(world, "committed") || none(world, "aborted")

/**
 * Once decided, a participant stays with its decision. Why: whoever gives up
 * has promised nothing, so commit is never said, and the coordinator never says
 * both.
 */
export const DecisionsAreFinal = {
  actor: "rm",
  holds: (before: ResourceManager, after: ResourceManager): boolean =>
    !["committed", "aborted"].includes(before.rmState) ||
    after.rmState === before.rmState
}

/**
 * Every participant decides. Why: the coordinator does not wait for ever, and a
 * decision once sent is received. It fails if the coordinator may crash.
 */
export const EveryoneDecides = eventually((world: World) =>
  all(world, "committed", "aborted")
)

/** Nothing depends on what participants are called. */
export const ParticipantsAreAlike = ["RM"] as const

/** Refuted by the shortest way to commit. */
export const NobodyCommits = (world: World): boolean => none(world, "committed")

/** Refuted by the shortest way to abort. */
export const NobodyAborts = (world: World): boolean => none(world, "aborted")

/** Refuted by a participant that is told to abort although it is prepared. */
export const NoPromiseInVain = (world: World): boolean =>
  none(world, "prepared") || !world.network.some(({ _tag }) => _tag === "Abort")
