/** A server receives a message. */
import { configurationAsOf } from "../../protocols/raft/configuration.ts"
import { narrow } from "./applying.ts"
import { members } from "./configuration.ts"
import { type Message as Twin, None } from "../../protocols/raft/state.ts"
import { answered, asked, updateTerm } from "./electing.ts"
import { fromLeader, stale } from "./following.ts"
import { acknowledged, beaten, rejected } from "./leading.ts"
import type { Line } from "./lines.ts"
import { breaks } from "./refused.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

const isAnswer = ({ msg }: Line): boolean => msg!.type.endsWith("Resp")

/** Is a server one of those whose answers are looked at? */
const asks = (run: Run, server: Server, from: string): boolean =>
  members(server.configuration).includes(from) ||
  narrow(run, server, (index) =>
    members(configurationAsOf(server.state, index)).includes(from)
  )

export const receive = (run: Run, server: Server): void => {
  const line = server.peek()!
  const { from, term, type } = line.msg!
  server.does(line.name)
  if (line.msg!.to !== server.id) breaks(line, "AddressedToIt")
  server.take(line.name)
  const sent = run.received(line)
  server.received = sent.twin
  if (isAnswer(line) && from !== server.id && !asks(run, server, from)) {
    breaks(line, "AnswersOfMembers", `${from} is not in it`)
  }
  if (term < server.term) return stale(run, server, line, sent.twin)
  if (term > server.term) {
    if (type === "MsgVote" && ignores(run, server, line)) return
    updateTerm(run, server, line, sent.twin)
  }
  switch (type) {
    case "MsgVote":
      return asked(run, server, line, sent.twin)
    case "MsgVoteResp":
      return answered(run, server, line, sent.twin)
    case "MsgAppResp":
    case "MsgHeartbeatResp":
      return fromPeer(run, server, line, sent.twin)
    default:
      return fromLeader(run, server, line, sent.twin)
  }
}

/** Within the lease a request is ignored; whether it is its next lines tell. */
const ignores = (run: Run, server: Server, line: Line): boolean => {
  const [next, answer] = server.lines.slice(server.at, server.at + 2)
  if (server.state.leader === None || run.answersStale === false) return false
  const updates =
    next === undefined ||
    (next.name === "BecomeFollower" &&
      next.state.term === line.msg!.term &&
      (answer === undefined || answer.name === "SendRequestVoteResponse"))
  if (!updates) run.needsQuorum()
  return !updates
}

const fromPeer = (
  run: Run,
  server: Server,
  line: Line,
  message: Twin
): void => {
  const { from, type, reject } = line.msg!
  if (server.role !== "StateLeader" || !server.flows.has(from)) return
  server.heard.add(from)
  if (type === "MsgHeartbeatResp") return beaten(run, server, line, message)
  return reject
    ? rejected(run, server, line, message)
    : acknowledged(run, server, line, message)
}
