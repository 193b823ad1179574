/**
 * What servers promise, asked after a step: only what the step can have
 * changed, so that it can be asked after each.
 */
import {
  CommittedSurvives,
  ConfigurationsOverlap,
  OneChangeInFlight
} from "../../protocols/raft/membership-properties.ts"
import {
  AppliedIsCommitted,
  CommittedIsDurable,
  CommittedLogsOnlyGrow,
  ElectionSafety,
  LeaderCompleteness,
  LeadersAppendOnly,
  LogMatching,
  MatchIndexOnlyGrows,
  StateMachineSafety,
  VotesAreFinal,
  type World
} from "../../protocols/raft/properties.ts"
import type { Constants, Server } from "../../protocols/raft/state.ts"

const steps = Object.entries({
  VotesAreFinal,
  CommittedLogsOnlyGrow,
  LeadersAppendOnly,
  MatchIndexOnlyGrows
})

const logs = {
  LogMatching,
  StateMachineSafety,
  LeaderCompleteness,
  AppliedIsCommitted
}

const changes = { ConfigurationsOverlap, CommittedSurvives, OneChangeInFlight }

type Invariants = Readonly<
  Record<string, (world: World, constants: Constants) => boolean>
>

const broken = (
  all: Invariants,
  world: World,
  constants: Constants
): string | undefined => {
  for (const name in all) if (!all[name]!(world, constants)) return name
  return undefined
}

const read = [
  "log",
  "snapshot",
  "commitIndex",
  "applied",
  "durable",
  "role",
  "currentTerm"
] as const satisfies ReadonlyArray<keyof Server>

/** The first promise that a step has broken; nothing else has changed. */
export const violatedBy = (
  world: World,
  before: Server,
  after: Server,
  constants: Constants
): string | undefined => {
  for (const [name, { holds }] of steps) {
    if (!holds(before, after, constants)) return name
  }
  if (before.termsLed !== after.termsLed && !ElectionSafety(world)) {
    return "ElectionSafety"
  }
  if (read.every((field) => before[field] === after[field])) return undefined
  const fixed = constants.Changes.length === 0
  // In other configurations another quorum has it.
  const more: Invariants = fixed ? { CommittedIsDurable } : changes
  return broken(logs, world, constants) ?? broken(more, world, constants)
}
