/**
 * The configuration with which servers begin. `Bootstrap` adds its servers with
 * one entry each, at once; then every server applies these entries again, and
 * once more when it comes back. A snapshot of them holds what was applied when
 * it was made: no less than the entries up to there, no more than all of them.
 */
import type { Server as State } from "../../protocols/raft/state.ts"
import { sorted } from "./configuration.ts"
import type { Line } from "./lines.ts"
import { breaks } from "./refused.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

type Ids = ReadonlyArray<string>

const beginningWith = (state: State, voters: Ids): State => {
  const configuration = { voters, outgoing: [], learners: [] }
  return { ...state, snapshot: { ...state.snapshot, configuration } }
}

const toldBy = (line: Line): Ids => line.prop?.cc?.newconf ?? []

const isWithin = (some: Ids, all: Ids): boolean =>
  some.every((id) => all.includes(id))

/** The entry at an index adds one server, the same wherever it is applied. */
export const addBeginner = (
  run: Run,
  server: Server,
  line: Line,
  index: number
): void => {
  const { voters: known } = server.configuration
  const [added, ...others] = toldBy(line).filter((id) => !known.includes(id))
  const id = run.beginners[index - 1] ?? added
  if (id === undefined || others.length > 0) {
    breaks(line, "BeginnersAreAddedOneByOne", `there are ${known.join(", ")}`)
    return
  }
  run.beginners[index - 1] = id
  server.state = beginningWith(server.state, sorted([...known, id]))
  showsVoters(server, line)
}

/** A line shows the voters that a change leads to. */
export const showsVoters = (server: Server, line: Line): void => {
  const voters = sorted(server.configuration.voters)
  if (toldBy(line).join() === voters.join()) return
  breaks(line, "ChangesAreAsProposed", `the voters are [${voters.join(", ")}]`)
}

/** A line shows the voters that a snapshot holds. */
export const showsSnapshot = (run: Run, server: Server, line: Line): void => {
  const { snapshot, applied } = server.state
  const index = Math.max(snapshot.index, applied)
  const { beginners } = run
  if (index > beginners.length) return showsVoters(server, line)
  const told = toldBy(line)
  const least = beginners.slice(0, snapshot.index)
  const most = index === 0 ? [] : beginners
  if (!isWithin(least, told) || !isWithin(told, most)) {
    breaks(line, "ConfigurationOfSnapshot", `it holds [${least.join(", ")}]`)
  }
  server.state = beginningWith(server.state, told)
}
