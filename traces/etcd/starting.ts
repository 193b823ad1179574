/** Servers start for the first time. */
import { idle } from "../../protocols/raft/sessions.ts"
import {
  type Configuration,
  type Durable,
  fresh,
  None,
  type Server as State
} from "../../protocols/raft/state.ts"
import { addBeginner, showsSnapshot } from "./beginning.ts"
import type { Line } from "./lines.ts"
import { Ended } from "./refused.ts"
import type { Run } from "./run.ts"
import type { Server, View } from "./server.ts"

const nobody: Configuration = { voters: [], outgoing: [], learners: [] }

/** What a server shows before its state was loaded. */
export const unloaded = (server: Server, snapshot: number): View => ({
  term: 0,
  vote: "0",
  role: "StateFollower",
  commit: snapshot,
  log: server.last,
  conf: [[], []]
})

/** A server starts for the first time: it is as it shows. */
export const begin = (
  run: Run,
  server: Server,
  init: Line,
  follower: Line | undefined
): void => {
  const snapshot = init.state.commit
  server.does("Start")
  server.state = initial(run, server, init, follower)
  const { durable, snapshot: before } = server.state
  server.past = { snapshot: before, log: [] }
  server.written = [{ ready: 0, durable, least: durable.commitIndex }]
  server.take("InitState", unloaded(server, snapshot))
  configured(run, server, snapshot)
  server.take("BecomeFollower")
  run.terms.set(server.term, server.id)
}

/** What was there before the log begins is as the server shows it. */
const initial = (
  run: Run,
  server: Server,
  { state: { commit: index }, log: last }: Line,
  follower: Line | undefined
): State => {
  const shown = follower?.state
  const configuration =
    index === 0
      ? nobody
      : run.baseOf(index, () => baseOf(run, server, follower))
  const term = index === 0 ? 0 : run.baseTerm
  const log = Array.from({ length: Math.max(0, last - index) }, () => ({
    term: run.baseTerm
  }))
  const durable: Durable = {
    currentTerm: shown?.term ?? 0,
    votedFor: shown === undefined || shown.vote === "0" ? None : shown.vote,
    snapshot: { index, term, configuration, machine: idle },
    log,
    commitIndex: Math.min(Math.max(shown?.commit ?? 0, index), last)
  }
  const state = fresh(server.id, run.constants)
  return { ...state, ...durable, applied: index, durable }
}

/** The configuration that a snapshot from before the log holds. */
const baseOf = (
  run: Run,
  server: Server,
  follower: Line | undefined
): Configuration => {
  const told = server.lines[server.at + 1]
  const voters = told?.prop?.cc?.newconf ?? []
  const outgoing = follower?.conf[1] ?? []
  return { voters, outgoing, learners: run.baseLearners }
}

/** The server takes over the configuration of its snapshot. */
export const configured = (
  run: Run,
  server: Server,
  snapshot: number
): void => {
  const line = server.peek()
  if (line?.name === "ApplyConfChange") showsSnapshot(run, server, line)
  server.take("ApplyConfChange", unloaded(server, snapshot))
  server.changed = [snapshot]
  server.handed = snapshot
}

const isBootstrap = (server: Server): boolean => {
  const [first, second] = server.lines.slice(server.at, server.at + 2)
  return (
    server.last === 0 &&
    server.term === 0 &&
    first?.name === "BecomeFollower" &&
    first.state.term === 1 &&
    (second === undefined ||
      (second.name === "ApplyConfChange" && second.log > 0))
  )
}

/** The first entries of a cluster add its servers, one by one. */
export const bootstrap = (run: Run, server: Server): void => {
  if (!isBootstrap(server)) return
  server.does("Bootstrap")
  server.state = { ...server.state, currentTerm: 1 }
  run.terms.set(1, server.id)
  server.take("BecomeFollower")
  const next = server.peek()
  if (next === undefined) throw new Ended()
  const count = next.log
  const log = Array.from({ length: count }, (_, i) => ({
    term: 1,
    value: `1.${i + 1}`
  }))
  server.state = { ...server.state, log, commitIndex: count }
  for (let index = 1; index <= count; index++) {
    const view = { conf: server.conf }
    const line = server.peek()
    if (line !== undefined) addBeginner(run, server, line, index)
    server.take("ApplyConfChange", view)
  }
}
