/** One server: its state in the twin, and what etcd keeps besides. */
import { configurationAsOf } from "../../protocols/raft/configuration.ts"
import {
  lastIndex,
  lastTerm as termOfLast,
  termAt
} from "../../protocols/raft/log.ts"
import {
  type Configuration,
  type Durable,
  type Entry,
  type Message as TwinMessage,
  None,
  type Server as State
} from "../../protocols/raft/state.ts"
import type { Difference } from "../validator/compare.ts"
import type { Label } from "../validator/observed.ts"
import { members, sorted } from "./configuration.ts"
import type { Doubt } from "./doubt.ts"
import type { Flow } from "./flow.ts"
import type { Line, Message, Name, Role } from "./lines.ts"
import type { Sent } from "./network.ts"
import { breaks, Ended, Refused } from "./refused.ts"

/** What a Ready handed over to be written. */
export interface Written {
  /** Its number, or that of the first that handed over the same. */
  readonly ready: number
  readonly durable: Durable
  /** The commit index may come back as low as that: it is written lazily. */
  readonly least: number
}

/** The fields that a line shows of its server, where the state has others. */
export interface View {
  readonly term?: number
  readonly vote?: string
  readonly commit?: number
  readonly role?: Role
  readonly log?: number
  readonly conf?: Line["conf"]
}

/** The configuration is looked for once. */
interface Known extends Pick<State, "log" | "snapshot" | "applied"> {
  readonly all: Configuration
  readonly conf: Line["conf"]
}

const NOBODY = "0"

const roles: Readonly<Record<State["role"], Role>> = {
  follower: "StateFollower",
  preCandidate: "StatePreCandidate",
  candidate: "StateCandidate",
  leader: "StateLeader"
}

const told = (id: string): string => (id === None ? NOBODY : id)

export class Server {
  readonly id: string
  readonly lines: Array<Line> = []
  /** So many of its lines were explained. */
  at = 0
  started = false
  state: State
  /** What it does, and the last things that it did. */
  doing: Label
  readonly done: Array<{ readonly line: number; readonly label: Label }> = []
  /** What it received last. */
  received: TwinMessage | undefined
  /** Its messages to itself that did not come back so far, in their order. */
  own: Array<Sent> = []
  /** The first answers to its candidacy. */
  readonly votes = new Map<string, boolean>()
  /** The index of the last change that was applied, or what it may be. */
  changed: ReadonlyArray<number> = [0]
  /** Up to here entries were handed over to be applied. */
  handed = 0
  flows = new Map<string, ReadonlyArray<Flow>>()
  /** Of whom a leader has heard since it leads. */
  readonly heard = new Set<string>()
  /** What may be on disk, from the last that must be there on. */
  written: Array<Written> = []
  /** The number of the next Ready. */
  readies = 1
  /** The entries that were folded, after the snapshot before them. */
  past: { readonly snapshot: Durable["snapshot"]; readonly log: Array<Entry> }
  /** What it may have found on disk instead. */
  doubt: Doubt | undefined
  unreleased: Array<Sent> = []
  promises: Array<Sent> = []

  private known: Known | undefined

  constructor(id: string, state: State) {
    this.id = id
    this.state = state
    this.past = { snapshot: state.snapshot, log: [] }
    this.doing = { action: "", actor: id }
  }

  get term(): number {
    return this.state.currentTerm
  }

  get vote(): string {
    return told(this.state.votedFor)
  }

  get role(): Role {
    return roles[this.state.role]
  }

  get commit(): number {
    return this.state.commitIndex
  }

  get last(): number {
    return lastIndex(this.state)
  }

  get lastTerm(): number {
    return termOfLast(this.state)
  }

  /** What it goes by: what it has applied. */
  get configuration(): Configuration {
    return this.look().all
  }

  get conf(): Line["conf"] {
    return this.look().conf
  }

  get others(): ReadonlyArray<string> {
    return members(this.configuration).filter((id) => id !== this.id)
  }

  private look(): Known {
    const { log, snapshot, applied } = this.state
    const { known } = this
    if (
      known?.log === log &&
      known.snapshot === snapshot &&
      known.applied === applied
    ) {
      return known
    }
    const index = Math.max(applied, snapshot.index)
    const all = configurationAsOf(this.state, index)
    const conf =
      all === known?.all
        ? known.conf
        : ([sorted(all.voters), sorted(all.outgoing)] as const)
    this.known = { log, snapshot, applied, all, conf }
    return this.known
  }

  /** The log, or its folded part: where an index is. */
  private partOf(index: number): Pick<Durable, "snapshot" | "log"> {
    const { state, past } = this
    const { snapshot, log } = past
    const isFolded =
      index < state.snapshot.index &&
      snapshot.index + log.length === state.snapshot.index
    return isFolded ? past : state
  }

  termAt(index: number): number {
    return termAt(this.partOf(index), index)
  }

  /** The entry at an index, also one that was folded. */
  entry(index: number): Entry | undefined {
    const { snapshot, log } = this.partOf(index - 1)
    return log[index - snapshot.index - 1]
  }

  peek(): Line | undefined {
    return this.lines[this.at]
  }

  /** Was a message of an earlier term what it told of last? */
  get heardOfEarlier(): boolean {
    const { name, msg, state } = this.lines[this.at - 1] ?? {}
    return name?.startsWith("Receive") === true && msg!.term < state!.term
  }

  /** Does a step begin, that no line names? */
  does(action: string, message?: TwinMessage): void {
    this.doing = { action, actor: this.id, ...(message && { message }) }
  }

  /** The next line, which must tell of this event and show this. */
  take(name: Name, view: View = {}, message?: Message): Line {
    const line = this.peek()
    if (line === undefined) throw new Ended()
    if (line.name !== name) this.unexpected(line, name, message)
    const differences = this.differences(line, view, message)
    if (differences.length > 0) {
      const label = this.doing
      throw new Refused(line, { _tag: "Different", label, differences })
    }
    this.at += 1
    return line
  }

  /** Refuses a line in the place of this event. */
  unexpected(
    line: Line,
    name: Name,
    message?: Pick<Message, "type" | "to">
  ): never {
    const what =
      message === undefined ? "" : ` of ${message.type} to ${message.to}`
    return breaks(
      line,
      "StepsAreWhole",
      `${this.id} is at ${this.doing.action}: ${name}${what} has to come`
    )
  }

  /** What a line shows otherwise. */
  differences(
    line: Line,
    view: View,
    message: Message | undefined
  ): Array<Difference> {
    const { state, role, log, conf, msg } = line
    const all: Array<Difference> = []
    const check = (field: string, logged: unknown, computed: unknown): void => {
      if (logged === computed) return
      all.push({ actor: this.id, field, logged: [logged], computed })
    }
    check("term", state.term, view.term ?? this.term)
    check("vote", state.vote, view.vote ?? this.vote)
    check("commit", state.commit, view.commit ?? this.commit)
    check("role", role, view.role ?? this.role)
    check("log", log, view.log ?? this.last)
    const shown = view.conf ?? this.conf
    for (const i of [0, 1] as const) {
      const same = conf[i].join() === shown[i].join()
      check(`conf[${i}]`, same ? shown[i] : conf[i], shown[i])
    }
    if (message === undefined) return all
    for (const field in message) {
      const name = field as keyof Message
      check(`msg.${field}`, msg![name], message[name])
    }
    return all
  }
}
