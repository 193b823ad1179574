/**
 * Logs of several servers, for tests: what etcd's library would trace, written
 * down step by step. A script may do what the library never does.
 */
import type { Message } from "../etcd/lines.ts"
import { blank } from "../etcd/messages.ts"
import { linesOf, type Event } from "./etcd-samples.ts"

/** What a server shows of itself, and the terms of its entries. */
interface Server {
  term: number
  vote: string
  commit: number
  role: string
  voters: ReadonlyArray<string>
  outgoing: ReadonlyArray<string>
  terms: Array<number>
  /** Up to here a leader knows that it has written. */
  match: number
}

const kinds: Readonly<Record<string, string>> = {
  MsgApp: "AppendEntriesRequest",
  MsgHeartbeat: "AppendEntriesRequest",
  MsgAppResp: "AppendEntriesResponse",
  MsgHeartbeatResp: "AppendEntriesResponse",
  MsgVote: "RequestVoteRequest",
  MsgVoteResp: "RequestVoteResponse"
}

/** What a server shows before it has done anything. */
export const unborn = { term: 0, vote: "0", commit: 0, role: "Follower" }

/** Servers of one cluster: its voters, and learners if it has a snapshot. */
export class Cluster {
  readonly events: Array<Event> = []
  readonly servers: ReadonlyMap<string, Server>
  private readonly voters: ReadonlyArray<string>
  private readonly ids: ReadonlyArray<string>

  constructor(
    voters: ReadonlyArray<string>,
    snapshot?: { readonly index: number; readonly learners: Array<string> }
  ) {
    this.voters = voters
    this.ids = [...voters, ...(snapshot?.learners ?? [])]
    this.servers = new Map(
      this.ids.map((id) => [
        id,
        { ...unborn, voters: [], outgoing: [], terms: [], match: 0 }
      ])
    )
    for (const id of this.ids) {
      if (snapshot === undefined) this.begin(id)
      else this.load(id, snapshot.index)
    }
  }

  lines(): ReadonlyArray<string> {
    return linesOf(this.events)
  }

  /** Changes what a server knows, without a line. */
  set(id: string, fields: Partial<Server>): Server {
    return Object.assign(this.servers.get(id)!, fields)
  }

  /** A line of a server, as it is now. */
  tell(id: string, name: string, more: Event = {}): void {
    const { term, vote, commit, role, voters, outgoing, terms } = this.set(
      id,
      {}
    )
    this.events.push({
      name,
      nid: id,
      state: { term, vote, commit },
      role: `State${role}`,
      log: terms.length,
      conf: [voters, outgoing],
      ...more
    })
  }

  /** A server applies a change, or has a snapshot. */
  change(
    id: string,
    voters: ReadonlyArray<string>,
    outgoing: ReadonlyArray<string> = []
  ): void {
    const cc = voters.length === 0 ? {} : { newconf: voters }
    this.tell(id, "ApplyConfChange", { prop: { cc } })
    this.set(id, { voters, outgoing })
  }

  /** A server begins with entries that add the servers. */
  private begin(id: string): void {
    this.tell(id, "InitState")
    this.change(id, [])
    this.tell(id, "BecomeFollower")
    this.set(id, { term: 1 })
    this.tell(id, "BecomeFollower")
    const { voters } = this
    this.set(id, { commit: voters.length, terms: voters.map(() => 1) })
    for (const [i] of voters.entries()) {
      this.change(id, voters.slice(0, i + 1))
    }
    this.tell(id, "Ready")
    for (const _ of voters) this.change(id, voters)
  }

  /** A server begins with a snapshot. */
  private load(id: string, index: number): void {
    const terms = Array.from({ length: index }, () => 1)
    this.set(id, { commit: index, terms })
    this.tell(id, "InitState")
    this.change(id, this.voters)
    this.set(id, { term: 1 })
    this.tell(id, "BecomeFollower")
  }

  /** A server puts a message out; what is not given is blank. */
  send(
    from: string,
    to: string,
    type: Message["type"],
    fields: Partial<Message> = {}
  ) {
    const message: Message = {
      type,
      term: this.set(from, {}).term,
      from,
      to,
      ...blank,
      ...fields
    }
    const { match } = this.set(from, {})
    const own = { match, next: match + 1 }
    const prop = type === "MsgApp" ? { prop: own } : {}
    this.tell(from, `Send${kinds[type]}`, { msg: message, ...prop })
    return message
  }

  receive(message: Message): void {
    const { to, type, term } = message
    this.tell(to, `Receive${kinds[type]}`, { msg: message })
    if (term > this.set(to, {}).term) {
      this.set(to, { term, vote: "0", role: "Follower" })
      this.tell(to, "BecomeFollower")
    }
  }

  ready(...ids: ReadonlyArray<string>): void {
    for (const id of ids) this.tell(id, "Ready")
  }

  /** A server stands for election; gives its requests, to itself an answer. */
  campaign(id: string): ReadonlyArray<Message> {
    const { term, terms } = this.set(id, {})
    this.set(id, { term: term + 1, vote: id, role: "Candidate" })
    this.tell(id, "BecomeCandidate")
    const last = { index: terms.length, logTerm: terms.at(-1)! }
    const messages = this.voters.map((to) =>
      to === id
        ? this.send(id, to, "MsgVoteResp")
        : this.send(id, to, "MsgVote", last)
    )
    this.ready(id)
    return messages
  }

  /** A server is asked for its vote, and gives it or not. */
  vote(request: Message, reject = false): Message {
    const { to, from } = request
    this.receive(request)
    const answer = this.send(to, from, "MsgVoteResp", { reject })
    if (!reject) this.set(to, { vote: from })
    this.ready(to)
    return answer
  }

  /** A candidate with these votes leads; gives what it sends at once. */
  lead(id: string, votes: ReadonlyArray<Message>): ReadonlyArray<Message> {
    for (const vote of votes) this.receive(vote)
    this.set(id, { role: "Leader", match: this.set(id, {}).terms.length })
    this.tell(id, "BecomeLeader")
    this.tell(id, "Replicate")
    return this.replicate(id, this.ids)
  }

  /** A server is elected, with the votes of some others. */
  elect(id: string, ...voters: ReadonlyArray<string>): ReadonlyArray<Message> {
    const requests = this.campaign(id)
    const votes = requests
      .filter(({ to }) => voters.includes(to))
      .map((request) => this.vote(request))
    const own = requests.filter(({ to }) => to === id)
    return this.lead(id, [...own, ...votes])
  }

  /** A leader appends an entry. */
  append(id: string): ReadonlyArray<Message> {
    this.tell(id, "Replicate")
    return this.replicate(id)
  }

  /** A leader sends what it appends, to itself an answer. */
  replicate(id: string, ids = this.voters): ReadonlyArray<Message> {
    const { term, terms, commit } = this.set(id, {})
    const before = { index: terms.length, logTerm: terms.at(-1)!, commit }
    terms.push(term)
    const own = this.send(id, id, "MsgAppResp", { index: terms.length })
    const others = ids
      .filter((to) => to !== id)
      .map((to) => this.send(id, to, "MsgApp", { ...before, entries: 1 }))
    this.ready(id)
    return [own, ...others]
  }

  /** A follower takes over entries, and acknowledges them. */
  accept(message: Message, answer: Partial<Message> = {}): Message {
    const { to, from, index, entries, commit } = message
    this.receive(message)
    const { terms, commit: known } = this.set(to, {})
    const sent = this.set(from, {}).terms.slice(index, index + entries)
    const last = index + entries
    const differs = sent.some((term, i) => terms[index + i] !== term)
    this.set(to, {
      terms: differs ? [...terms.slice(0, index), ...sent] : terms,
      commit: Math.max(known, Math.min(commit, last))
    })
    const more = { index: last, ...answer }
    const accepted = this.send(to, from, "MsgAppResp", more)
    this.ready(to)
    return accepted
  }

  /** A leader hears what a server has; perhaps it commits, and tells others. */
  hear(
    acknowledgement: Message,
    commit?: number,
    ...told: ReadonlyArray<string>
  ): ReadonlyArray<Message> {
    const { to: id, from, index: match } = acknowledgement
    this.receive(acknowledgement)
    if (from === id) this.set(id, { match })
    if (commit !== undefined) this.set(id, { commit })
    this.tell(id, "Commit")
    const { terms, commit: index } = this.set(id, {})
    const last = { index: terms.length, logTerm: terms.at(-1)!, commit: index }
    return told.map((to) => this.send(id, to, "MsgApp", last))
  }

  /** Three servers agree on what a leader has just appended. */
  agree(sent: ReadonlyArray<Message>, isFirst = false): void {
    const [own, second, third] = sent as readonly [Message, Message, Message]
    const { to: id, index } = own
    this.hear(own)
    const acknowledged = [this.accept(second), this.accept(third)] as const
    const both = isFirst ? [second.to] : [second.to, third.to]
    const told = [
      ...this.hear(acknowledged[0], index, ...both),
      ...this.hear(acknowledged[1], index, ...(isFirst ? [third.to] : []))
    ]
    this.ready(id)
    for (const message of told) this.receive(this.accept(message))
  }
}
