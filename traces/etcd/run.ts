/** A run of several servers, as far as the lines so far determine it. */
import * as Result from "effect/Result"
import type { Choice } from "../../protocols/kernel/action.ts"
import { attempt, type Done } from "../../protocols/kernel/attempt.ts"
import type { Disabled } from "../../protocols/kernel/action.ts"
import type { Action } from "../../protocols/kernel/protocol.ts"
import { Environment, Next } from "../../protocols/raft/actions.ts"
import {
  type Configuration,
  type Constants,
  fresh,
  type Message as Twin,
  None,
  type Server as State
} from "../../protocols/raft/state.ts"
import { formulaOf } from "../validator/explain.ts"
import type { Used } from "../validator/verdict.ts"
import type { Line, Name } from "./lines.ts"
import { told } from "./messages.ts"
import { isPromise, Network, type Sent } from "./network.ts"
import { breaks, Refused } from "./refused.ts"
import { Server, type View } from "./server.ts"

const actions: Readonly<Record<string, Action>> = { ...Next, ...Environment }
export type ActionName = keyof typeof Next | keyof typeof Environment

type Ids = ReadonlyArray<string>

/** What an action is tried with. */
export interface With {
  readonly message?: Twin
  readonly choice?: Choice
  /** Other constants than those of the run. */
  readonly constants?: Partial<Constants>
  /** Another state than that of the server. */
  readonly state?: State
}

/** Raft as etcd's library has it, among these servers. */
const constantsOf = (ids: Ids, preVote: boolean): Constants => ({
  Server: ids,
  Value: [],
  InitialVoters: [],
  Campaigning: ids,
  Crashing: ids,
  PreVote: preVote,
  CheckQuorum: false,
  Refusals: true,
  EntryAtElection: true,
  MinBatch: 0,
  MaxBatch: 0,
  Pipelining: true,
  Heartbeats: true,
  ExplicitApply: true,
  ExplicitPersist: true,
  MaxTorn: 0,
  Compacting: ids,
  Changes: ["single", "joint"],
  ConfigurationAt: "apply",
  Targets: [],
  Learners: [],
  Transferees: ids,
  Reads: [],
  ElectionTimeout: 0,
  LeaseDuration: 0,
  MaxDrift: 0,
  Sessions: false,
  MaxTerm: 0,
  Timely: [],
  MaxLogLength: 0,
  MaxMessages: 0,
  MaxRounds: 0,
  MaxClock: 0
})

export class Run {
  readonly servers = new Map<string, Server>()
  readonly network = new Network()
  constants: Constants
  /** A server that was in a term. */
  readonly terms = new Map<number, string>()
  /** The configurations that servers had before the log begins. */
  private readonly bases = new Map<number, Configuration>()
  /** The servers that the first entries add, one each. */
  readonly beginners: Array<string> = []
  /** Whom the change of a term and index removes and adds again. */
  readonly renewed = new Map<string, Ids>()
  /** The term of the last entry from before the log begins. */
  baseTerm = 1
  baseLearners: ReadonlyArray<string> = []
  /** May the application report to leaders what became of their messages? */
  readonly reports: boolean
  /** All lines, of all servers. */
  readonly lines: ReadonlyArray<Line>
  /** Are messages of leaders of earlier terms answered? Not known so far. */
  answersStale: boolean | undefined
  /** How often each action was taken, */
  private readonly taken = new Map<string, number>()
  /** and how often a guard forbade it. */
  private readonly forbidden = new Map<string, Record<string, number>>()

  constructor(
    lines: ReadonlyArray<Line>,
    ids: Ids,
    preVote: boolean,
    reports: boolean
  ) {
    this.lines = lines
    this.reports = reports
    this.constants = constantsOf(ids, preVote)
  }

  add(id: string): Server {
    const server = new Server(id, fresh(id, this.constants))
    this.servers.set(id, server)
    return server
  }

  /** Only leaders that need to hear of a quorum, or its followers, do so. */
  needsQuorum(): void {
    this.constants = { ...this.constants, CheckQuorum: true }
  }

  /** The configuration of a snapshot from before the log begins. */
  baseOf(index: number, shown: () => Configuration): Configuration {
    const base = this.bases.get(index) ?? shown()
    this.bases.set(index, base)
    return base
  }

  /** Does a server that follows somebody keep to it? */
  isLeased(leader: string): boolean {
    return this.constants.CheckQuorum && leader !== None
  }

  /** The first of the actions that a server can take; none: the last. */
  first<const Names extends ReadonlyArray<ActionName>>(
    server: Server,
    names: Names,
    parts: With
  ): Names[number] {
    const can = (name: ActionName): boolean =>
      Result.isSuccess(this.would(server, name, parts))
    return names.find(can) ?? names.at(-1)!
  }

  count(name: ActionName, times = 1): void {
    this.taken.set(name, (this.taken.get(name) ?? 0) + times)
  }

  /** What the log makes use of. */
  coverage(): ReadonlyArray<Used> {
    return Object.keys(actions).map((action) => ({
      action,
      taken: this.taken.get(action) ?? 0,
      forbidden: this.forbidden.get(action) ?? {}
    }))
  }

  /** What an action would do. */
  would(
    server: Server,
    name: ActionName,
    { message, choice, constants = {}, state = server.state }: With = {}
  ): Result.Result<Done, Disabled<string>> {
    const given = { ...this.constants, ...constants }
    const parts = { self: state, message, choice }
    const result = attempt(actions[name]!, parts, given)
    if (Result.isFailure(result)) {
      const { guard } = result.failure
      const guards = this.forbidden.get(name) ?? {}
      guards[guard] = (guards[guard] ?? 0) + 1
      this.forbidden.set(name, guards)
    }
    return result
  }

  /** A server takes an action; gives what it sends, at once or when written. */
  act(
    server: Server,
    line: Line,
    name: ActionName,
    parts: With = {}
  ): ReadonlyArray<Twin> {
    const { message, choice } = parts
    const label = {
      action: name,
      actor: server.id,
      ...(message && { message }),
      ...(choice && { choice })
    }
    const result = this.would(server, name, parts)
    if (Result.isFailure(result)) {
      const { guard } = result.failure
      const formula = formulaOf(actions[name]!, guard)
      throw new Refused(line, { _tag: "Disabled", label, guard, formula })
    }
    const { state, sent } = result.success
    const { outbox, ...rest } = state as State
    server.state =
      outbox.length === 0 ? (state as State) : { ...rest, outbox: [] }
    server.doing = label
    server.done.push({ line: line.line, label })
    if (server.done.length > 20) server.done.splice(0, 10)
    this.count(name)
    return [...(sent as ReadonlyArray<Twin>), ...outbox]
  }

  /** A line tells that a server sends a message of the protocol. */
  tells(server: Server, name: Name, twin: Twin, view: View = {}): void {
    const line = server.take(name, view, told(twin))
    const sent = this.network.send(line, twin, server.readies)
    if (sent.released === 0) server.unreleased.push(sent)
    if (isPromise(sent.message)) server.promises.push(sent)
    if (sent.message.to === server.id) server.own.push(sent)
  }

  /** The message that a line receives, as it was sent. */
  received(line: Line): Sent {
    const sent = this.network.find(line.msg!)
    if (sent === undefined || sent.line > line.line) {
      const { type, ...fields } = line.msg!
      throw new Refused(line, {
        _tag: "NoMessage",
        action: line.name,
        actor: line.nid,
        types: [type],
        message: { _tag: type, ...fields }
      })
    }
    if (sent.lost) {
      breaks(line, "LostInTheCrash", `it was sent in line ${sent.line}`)
    }
    if (sent.released === 0 || sent.released > line.line) {
      breaks(line, "LeavesWithReady", `it was sent in line ${sent.line}`)
    }
    if (isPromise(sent.message)) this.kept(sent)
    if (sent.sender === line.nid) this.comesBack(line, sent)
    return sent
  }

  /** What a server tells itself comes back once, in its order. */
  private comesBack({ nid, ...line }: Line, sent: Sent): void {
    const { own } = this.servers.get(nid)!
    const [first] = own
    if (first === sent) own.shift()
    else {
      const { type = "nothing", index } = first?.message ?? {}
      breaks({ nid, ...line }, "OwnAnswersInOrder", `next is ${type} ${index}`)
    }
  }

  /** What a promise rests on must be on disk. */
  private kept({ sender, readies }: Sent): void {
    const server = this.servers.get(sender)!
    const kept = server.written.findLastIndex(({ ready }) => ready <= readies)
    if (kept <= 0) return
    server.written.splice(0, kept)
    const { durable, ready } = server.written[0]!
    server.state = { ...server.state, durable }
    server.promises = server.promises.filter((one) => one.readies > ready)
  }
}
