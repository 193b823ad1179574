/** A leader takes proposals, and proposes to leave a joint configuration. */
import * as Result from "effect/Result"
import { hasConfigurationIn } from "../../protocols/raft/configuration.ts"
import { lastOfTerm } from "../../protocols/raft/log.ts"
import { breaks } from "./refused.ts"
import { changedBy, renewedBy, sorted } from "./configuration.ts"
import { selfAnswer } from "./leading.ts"
import { broadcast } from "./sending.ts"
import type { Line } from "./lines.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

const append = (run: Run, server: Server, line: Line): void => {
  const value = `${server.term}.${server.last + 1}`
  run.act(server, line, "ClientRequest", { choice: { value } })
}

/** Of a change a line tells though too much is uncommitted to append it. */
const isDropped = ({ id, lines, at, last }: Server): boolean => {
  let i = at
  while (lines[i]?.name === "ChangeConf") i += 1
  const first = i
  while (lines[i]?.name === "Replicate") i += 1
  const next = lines[i]
  if (next === undefined) return false
  return next.name === "SendAppendEntriesResponse" && next.msg!.to === id
    ? next.msg!.index === last + i - first
    : i === first
}

/** A leader takes proposals; each line tells of what was there before all. */
export const propose = (run: Run, server: Server): void => {
  server.does("ClientRequest")
  const { state, last: log } = server
  const dropped = isDropped(server)
  while (server.peek()?.name === "ChangeConf") {
    change(run, server, server.peek()!, log)
  }
  if (dropped) server.state = state
  if (dropped && server.peek()?.name !== "Replicate") return
  while (server.peek()?.name === "Replicate") {
    const line = server.peek()!
    append(run, server, line)
    server.take("Replicate", { log })
  }
  selfAnswer(run, server)
  broadcast(run, server)
}

/** Does the leader show a joint configuration once it applies the change? */
const showsJoint = ({ lines, at }: Server): boolean | undefined => {
  const applies = lines.findIndex(
    ({ name }, i) =>
      i >= at && (name === "ApplyConfChange" || name === "InitState")
  )
  const next = lines[applies + 1]
  return lines[applies]?.name === "ApplyConfChange" && next !== undefined
    ? next.conf[1].length > 0
    : undefined
}

/** Does a change enter a joint configuration? Later lines show it. */
const entersJoint = (
  { lines }: Run,
  server: Server,
  { line, conf }: Line,
  voters: ReadonlyArray<string>
): boolean => {
  const shown = showsJoint(server)
  if (shown !== undefined) return shown
  const [next, now] = [sorted(voters).join(), conf[0].join()]
  const later = lines.slice(lines.findIndex((other) => other.line > line))
  const end = later.findIndex(({ name }) => name === "ChangeConf")
  return later
    .slice(0, end === -1 ? later.length : end)
    .some(
      ({ conf: [incoming, outgoing], state: { commit } }) =>
        commit > server.last &&
        outgoing.join() === now &&
        incoming.join() === next
    )
}

/** The leader proposes a change; what it leads to is known at once. */
const change = (run: Run, server: Server, line: Line, log: number): void => {
  const changes = line.prop!.cc!.changes!
  const { configuration, term, last } = server
  const { voters, learners } = changedBy(configuration, changes)
  const renewed = renewedBy(configuration, changes)
  run.renewed.set(`${term} ${last + 1}`, renewed)
  const joint = changes.length > 1 || entersJoint(run, server, line, voters)
  const kind = joint ? "joint" : "single"
  const choice = { voters, learners, kind }
  const possible = run.would(server, "ChangeConfiguration", { choice })
  if (Result.isFailure(possible) && possible.failure.guard === "Differs") {
    changeNothing(run, server, line, joint)
  } else run.act(server, line, "ChangeConfiguration", { choice })
  server.take("ChangeConf", { log })
}

/** In the library a change may lead to where it came from. */
const changeNothing = (
  run: Run,
  server: Server,
  line: Line,
  joint: boolean
): void => {
  const { state, configuration, last, term } = server
  const inFlight = hasConfigurationIn(state, state.applied, last)
  if (inFlight || lastOfTerm(state, last, term - 1) > state.applied) {
    breaks(line, "OneChangeInFlight", `applied: up to ${state.applied}`)
  }
  append(run, server, line)
  const outgoing = joint ? configuration.voters : []
  const entry = { term, configuration: { ...configuration, outgoing } }
  const { log } = server.state
  server.state = { ...server.state, log: [...log.slice(0, -1), entry] }
}

/** A leader leaves a joint configuration: only its answer to itself shows it. */
export const leaveJoint = (run: Run, server: Server): void => {
  run.act(server, server.peek()!, "LeaveJoint")
  selfAnswer(run, server)
  broadcast(run, server)
}
