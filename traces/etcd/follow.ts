/** Follows a log, step by step. */
import * as Result from "effect/Result"
import type { Problem } from "../format.ts"
import { begunTwice } from "./clusters.ts"
import { sorted } from "./configuration.ts"
import { change } from "./configuring.ts"
import { inDoubt } from "./doubt.ts"
import { becomePreCandidate, campaign, followUnheard } from "./electing.ts"
import { beat } from "./leading.ts"
import { transfer } from "./sending.ts"
import type { Line } from "./lines.ts"
import { breaks, Ended, Refused } from "./refused.ts"
import { leaveJoint, propose } from "./proposing.ts"
import { receive } from "./receiving.ts"
import { Run } from "./run.ts"
import type { Server } from "./server.ts"
import { start } from "./restarting.ts"
import { ready } from "./writing.ts"

/** What no line tells has happened before a step. */
const before = (run: Run, server: Server, line: Line): void => {
  if (!server.started && line.name !== "InitState") {
    breaks(line, "StartsFirst")
  }
  if (
    line.role === "StatePreCandidate" &&
    (server.role === "StateFollower" || server.role === "StateCandidate")
  ) {
    becomePreCandidate(run, server, line)
  }
}

/** The step of a server that begins with its next line. */
const step = (run: Run, server: Server, line: Line): void => {
  before(run, server, line)
  switch (line.name) {
    case "InitState":
      return start(run, server)
    case "ApplyConfChange":
      return change(run, server)
    case "BecomeFollower":
      return followUnheard(run, server)
    case "BecomeCandidate":
      return campaign(run, server)
    case "Replicate":
    case "ChangeConf":
      return propose(run, server)
    case "Ready":
      return ready(run, server)
    case "SendAppendEntriesRequest":
      return line.msg!.type === "MsgHeartbeat"
        ? leaderBeats(run, server)
        : transfer(run, server)
    case "SendAppendEntriesResponse":
      return line.msg!.to === server.id
        ? leaveJoint(run, server)
        : answerUnasked(run, server, line)
    case "BecomeLeader":
      return leads(run, server, line)
    case "Commit":
    case "SendRequestVoteRequest":
    case "SendRequestVoteResponse":
      return causeless(server, line)
    default:
      return receive(run, server)
  }
}

/** Nothing that was told leads to a line. */
const causeless = ({ heardOfEarlier }: Server, line: Line): never =>
  breaks(
    line,
    heardOfEarlier ? "EarlierTermsAreIgnored" : "StepsBeginWithACause"
  )

/** Nobody has answered a candidate, and yet it leads. */
const leads = (run: Run, server: Server, line: Line): void => {
  if (Result.isFailure(run.would(server, "BecomeLeader"))) {
    run.act(server, line, "BecomeLeader")
  }
  breaks(line, "OwnVoteWhenWritten")
}

/** An answer that no message asks for: what it received last was not for it. */
const answerUnasked = (run: Run, server: Server, line: Line): void => {
  const message = server.received
  if (message?._tag === "AppendEntries") {
    run.act(server, line, "AcceptEntries", { message })
  }
  causeless(server, line)
}

const leaderBeats = (run: Run, server: Server): void => {
  if (server.role !== "StateLeader") breaks(server.peek()!, "OnlyLeadersAppend")
  beat(run, server)
}

/** A log that was followed, as far as it could be. */
export interface Followed {
  readonly run: Run
  /** The first line that nothing explains. */
  readonly refused?: Refused
  /** The log is of two clusters. */
  readonly mixed?: Problem
}

/** Is something wrong that a leader sends, or does not send? */
const isOfSending = ({ servers }: Run, { at }: Refused): boolean =>
  servers.get(at.nid)!.role === "StateLeader"

/**
 * Follows the lines of a log, from the first on. That applications report what
 * became of messages is thought of only where nothing else helps.
 */
export const followLog = (lines: ReadonlyArray<Line>): Followed => {
  const first = followAll(lines, false)
  const { run, refused } = first
  if (refused === undefined || !isOfSending(run, refused)) return first
  const second = followAll(lines, true)
  const further = second.refused?.at.line ?? Infinity
  return further > refused.at.line ? second : first
}

const followAll = (lines: ReadonlyArray<Line>, reports: boolean): Followed => {
  const ids = new Set<string>()
  for (const { nid, conf, prop } of lines) {
    ids.add(nid)
    for (const id of [...conf.flat(), ...(prop?.cc?.newconf ?? [])]) ids.add(id)
    for (const { nid: id } of prop?.cc?.changes ?? []) ids.add(id)
  }
  const preVote = lines.some(({ role }) => role === "StatePreCandidate")
  const run = new Run(lines, sorted([...ids]), preVote, reports)
  for (const line of lines) {
    const server = run.servers.get(line.nid) ?? run.add(line.nid)
    server.lines.push(line)
  }
  prepare(run, lines)
  for (const line of lines) {
    const server = run.servers.get(line.nid)!
    if (server.peek() !== line) continue
    try {
      inDoubt(server, () => step(run, server, line))
    } catch (cause) {
      if (cause instanceof Refused) {
        const mixed = begunTwice(lines, cause.at.line)
        return { run, refused: cause, ...(mixed && { mixed }) }
      }
      if (cause instanceof Ended) server.at = server.lines.length
      else throw cause
    }
  }
  return { run }
}

/** What was before the log begins. */
const prepare = (run: Run, lines: ReadonlyArray<Line>): void => {
  const first = lines.find(({ name, log }) => name === "InitState" && log > 0)
  if (first === undefined) return
  const index = first.log
  const shows = lines.find(
    ({ msg }) =>
      msg !== undefined &&
      msg.index === index &&
      msg.logTerm > 0 &&
      (msg.type === "MsgVote" || msg.type === "MsgApp")
  )
  run.baseTerm = shows?.msg!.logTerm ?? 1
  const change = lines.findIndex(({ name }) => name === "ChangeConf")
  const before = change === -1 ? lines : lines.slice(0, change)
  const voters = new Set(before.flatMap(({ conf }) => conf.flat()))
  run.baseLearners = [
    ...new Set(
      before.flatMap(({ name, msg }) =>
        name === "SendAppendEntriesRequest" && !voters.has(msg!.to)
          ? [msg!.to]
          : []
      )
    )
  ]
}
