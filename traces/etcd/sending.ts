/** When a leader sends a peer entries, and which: etcd's flow control. */
import { nextOf } from "../../protocols/raft/log.ts"
import type { Message as Twin } from "../../protocols/raft/state.ts"
import { distinct, type Flow, installing, reported, sent } from "./flow.ts"
import { actFrom, beginOf } from "./folding.ts"
import type { Line } from "./lines.ts"
import { told } from "./messages.ts"
import { breaks, Refused } from "./refused.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

/** What a leader wants to send: whatever there is, only entries, nothing. */
type Wish = "anything" | "entries" | "nothing"
export type Wishes = ReadonlyArray<readonly [Flow, Wish]>

/** How a leader may see a peer; reports change that, and no line tells. */
export const flowsOf = (
  run: Run,
  { flows }: Server,
  peer: string
): ReadonlyArray<Flow> => {
  const known = flows.get(peer)!
  return run.reports ? distinct([...known, ...known.flatMap(reported)]) : known
}

export const all = (flows: ReadonlyArray<Flow>, wish: Wish): Wishes =>
  flows.map((flow) => [flow, wish] as const)

/** The message with so many entries that a leader sends in this flow. */
const appending = (
  server: Server,
  to: string,
  { next }: Flow,
  count: number
): Twin => ({
  _tag: "AppendEntries",
  term: server.term,
  from: server.id,
  to,
  prevLogIndex: next - 1,
  prevLogTerm: server.termAt(next - 1),
  entries: Array.from({ length: count }, (_, i) => server.entry(next + i)!),
  commit: server.commit
})

/** The flows after a leader has sent this message in this flow, if it can. */
const sending = (
  server: Server,
  peer: string,
  [flow, wish]: Wishes[number],
  line: Line
): ReadonlyArray<Flow> => {
  if (flow.paused || flow.state === "Snapshot" || wish === "nothing") return []
  const { type, entries, index, logTerm, commit } = line.msg!
  const before = flow.next - 1
  if (type === "MsgSnap") {
    const upTo = entries
    return before < upTo && upTo <= server.handed && server.heard.has(peer)
      ? [installing(flow, upTo)]
      : []
  }
  if (before < beginOf(server, server.state)) return []
  const there = Math.max(0, server.last - before)
  const open = flow.state === "Replicate" && flow.full ? 0 : there
  if (entries > open || (entries === 0 && (open > 0 || wish === "entries"))) {
    return []
  }
  return index === before &&
    logTerm === server.termAt(before) &&
    commit === server.commit
    ? sent(flow, entries, server.commit)
    : []
}

/** Can a leader send nothing in this flow? */
const silent = (
  { reports }: Run,
  server: Server,
  peer: string,
  [flow, wish]: Wishes[number]
): boolean => {
  if (flow.paused || flow.state === "Snapshot" || wish === "nothing")
    return true
  const before = flow.next - 1
  // A snapshot is not sent to whom it has not heard, and may not be at hand.
  const unsure = reports || !server.heard.has(peer)
  if (before < server.handed && unsure) return true
  const there = Math.max(0, server.last - before)
  const open = flow.state === "Replicate" && flow.full ? 0 : there
  return wish === "entries" && open === 0
}

export const isOffer = (line: Line | undefined, peer: string): line is Line =>
  line?.name === "SendAppendEntriesRequest" &&
  line.msg!.type !== "MsgHeartbeat" &&
  line.msg!.to === peer

/** A leader may send to a peer here. Tells whether it did. */
export const offer = (
  run: Run,
  server: Server,
  peer: string,
  wishes: Wishes
): boolean => {
  const line = server.peek()
  if (isOffer(line, peer)) {
    const possible = wishes.flatMap((each) => sending(server, peer, each, line))
    const flows =
      possible.length > 0
        ? possible
        : wishes.flatMap(([flow, wish]) =>
            reported(flow).flatMap((other) =>
              sending(server, peer, [other, wish], line)
            )
          )
    if (flows.length > 0) {
      transmit(run, server, line, flows)
      server.flows.set(peer, distinct(flows))
      return true
    }
  }
  const quiet = wishes.filter((each) => silent(run, server, peer, each))
  if (quiet.length === 0 && line !== undefined) {
    missing(server, peer, wishes, line)
  }
  server.flows.set(
    peer,
    quiet.map(([flow]) => flow)
  )
  return false
}

/** Refuses a line where the leader has to send something to a peer. */
const missing = (
  server: Server,
  peer: string,
  wishes: Wishes,
  line: Line
): never => {
  if (!isOffer(line, peer)) {
    return server.unexpected(line, "SendAppendEntriesRequest", {
      type: "MsgApp",
      to: peer
    })
  }
  const [flow] = wishes[0]!
  const { entries } = line.msg!
  if (flow.next + entries - 1 > server.last) {
    return breaks(line, "EntriesAreThere", `${server.last} is the last`)
  }
  const message = appending(server, peer, flow, entries)
  const differences = server.differences(line, {}, told(message))
  if (differences.length === 0) {
    return breaks(line, "EntriesAreThere", `${server.last} is the last`)
  }
  const label = { action: "AppendEntries", actor: server.id, message }
  throw new Refused(line, { _tag: "Different", label, differences })
}

/** The progress that is shown with a message is that of its sender. */
const showsOwnProgress = (server: Server, line: Line): void => {
  const isApp = line.msg!.type === "MsgApp"
  const own = isApp ? server.flows.get(server.id)?.[0] : undefined
  const { match, next } = line.prop ?? {}
  if (match === own?.match && next === own?.next) return
  breaks(
    line,
    "OwnProgressIsShown",
    `match and next of ${server.id} are ${own?.match} and ${own?.next}`
  )
}

/** The leader goes back to what it knows a peer to have. */
const goBack = (run: Run, server: Server, line: Line, next: number): void => {
  const { to } = line.msg!
  if (nextOf(server.state, to) > next) {
    run.act(server, line, "Resend", { choice: { to } })
  }
}

/** The message is one that the leader sends: now all of it must be right. */
const transmit = (
  run: Run,
  server: Server,
  line: Line,
  after: ReadonlyArray<Flow>
): void => {
  const name = "SendAppendEntriesRequest"
  const { type, to, entries: count, index } = line.msg!
  showsOwnProgress(server, line)
  if (type === "MsgSnap") {
    goBack(run, server, line, count)
    const choice = { to, index: count }
    const sends = "InstallSnapshot"
    const [message] = actFrom(run, server, line, sends, { choice }, count)
    return run.tells(server, name, message!)
  }
  goBack(run, server, line, index + 1)
  const pipelines = count > 0 && after[0]!.state === "Replicate"
  const action = pipelines ? "PipelineEntries" : "AppendEntries"
  const choice = { to, count }
  const [message] = actFrom(run, server, line, action, { choice }, index)
  run.tells(server, name, message!)
}

/** Everybody is sent what there is. */
export const broadcast = (run: Run, server: Server): void => {
  for (const peer of server.others) {
    offer(run, server, peer, all(flowsOf(run, server, peer), "anything"))
  }
}

/** Everybody new is sent what there is. */
export const probeAll = (run: Run, server: Server): void => {
  for (const peer of server.others) {
    offer(run, server, peer, all(flowsOf(run, server, peer), "entries"))
  }
}

/** A leader sends to the one to whom leadership is to pass. */
export const transfer = (run: Run, server: Server): void => {
  const line = server.peek()!
  const { to } = line.msg!
  if (server.role !== "StateLeader") breaks(line, "OnlyLeadersAppend")
  const flows = server.flows.get(to)
  if (flows === undefined || to === server.id) {
    return breaks(line, "MembersAreSentTo")
  }
  if (!offer(run, server, to, all(flows, "anything"))) {
    missing(server, to, all(flows, "anything"), line)
  }
}
