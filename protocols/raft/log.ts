/**
 * A log whose beginning a snapshot may stand for, and how a server speaks: the
 * operators of `spec/raft/RaftState.tla`.
 */
import { type Step, step } from "../kernel/action.ts"
import { insert } from "../kernel/value.ts"
import { configuration, votersOf } from "./configuration.ts"
import {
  type Constants,
  type Durable,
  type Entry,
  type Message,
  None,
  noProgress,
  noReads,
  type Server
} from "./state.ts"

type Log = Pick<Durable, "snapshot" | "log">

/** The index of its last entry. */
export const lastIndex = ({ snapshot, log }: Log): number =>
  snapshot.index + log.length

/** The term of the entry at an index; 0: it is not there, or not any more. */
export const termAt = ({ snapshot, log }: Log, index: number): number =>
  index === snapshot.index
    ? snapshot.term
    : (log[index - snapshot.index - 1]?.term ?? 0)

/** The term of its last entry. */
export const lastTerm = (log: Log): number => termAt(log, lastIndex(log))

/** The entries from one index to another, both included. */
export const entriesFrom = (
  { snapshot, log }: Log,
  first: number,
  last: number
): ReadonlyArray<Entry> =>
  log.slice(first - snapshot.index - 1, last - snapshot.index)

/** The last index, up to a given one, whose entry is of this term or before. */
export const lastOfTerm = (log: Log, index: number, term: number): number => {
  let found = Math.min(index, lastIndex(log))
  while (found > log.snapshot.index && termAt(log, found) > term) found--
  return found
}

/** The others whose votes count. */
const peers = (self: Server, constants: Constants): ReadonlyArray<string> =>
  votersOf(configuration(self, constants)).filter((id) => id !== self.id)

/** What a server says of its log to those whose votes it wants. */
export const asking = (
  self: Server,
  constants: Constants,
  request:
    | { readonly _tag: "RequestPreVote"; readonly term: number }
    | {
        readonly _tag: "RequestVote"
        readonly term: number
        readonly transfer: boolean
      }
): ReadonlyArray<Message> =>
  peers(self, constants).map((to) => ({
    ...request,
    from: self.id,
    to,
    lastLogIndex: lastIndex(self),
    lastLogTerm: lastTerm(self)
  }))

/** What must be on disk before anybody hears of it waits for the write. */
export const sending = (
  self: Server,
  { ExplicitPersist }: Constants,
  ...messages: ReadonlyArray<Message>
): Step<Server, Message> =>
  ExplicitPersist
    ? step({ ...self, outbox: messages.reduce(insert<Message>, self.outbox) })
    : step(self, ...messages)

/** The next entry that a leader sends to a server. */
export const nextOf = ({ nextIndex }: Server, id: string): number =>
  nextIndex[id] ?? 1

/** Up to where a leader knows a server to agree. */
export const matchOf = ({ matchIndex }: Server, id: string): number =>
  matchIndex[id] ?? 0

/** The server as a follower, and of whom. */
export const following = (
  self: Server,
  leader: string,
  constants: Constants
): Server => ({
  ...self,
  role: "follower",
  leader,
  votesGranted: [],
  votesRefused: [],
  recentlyHeard: [],
  ...noProgress(constants),
  transferee: None,
  ...noReads(constants),
  contact: leader === None ? self.contact : self.clock
})

/** Is it long ago, by its own clock, that it has heard of its leader? */
export const hasWaited = (
  { clock, contact }: Server,
  { ElectionTimeout }: Constants
): boolean => clock >= contact + ElectionTimeout

/** What a candidate says of its log. */
export interface Ballot {
  readonly from: string
  readonly lastLogIndex: number
  readonly lastLogTerm: number
}

/** Is the candidate's log no older than one's own? */
export const isUpToDate = (self: Server, m: Ballot): boolean =>
  m.lastLogTerm > lastTerm(self) ||
  (m.lastLogTerm === lastTerm(self) && m.lastLogIndex >= lastIndex(self))

/** Does no timer run out in this term? */
export const isTimely = (
  term: number,
  { Timely, MaxTerm }: Constants
): boolean => Timely.length > 0 && term >= MaxTerm

/** Does it keep to a leader that it hears from? */
export const isInLease = (self: Server, constants: Constants): boolean =>
  constants.CheckQuorum && (self.leader !== None || !hasWaited(self, constants))

/** The server as a candidate of the next term, that votes for itself. */
export const campaigning = (
  self: Server,
  transfer: boolean,
  constants: Constants
): Step<Server, Message> => {
  const term = self.currentTerm + 1
  const requests = asking(self, constants, {
    _tag: "RequestVote",
    term,
    transfer
  })
  return sending(
    {
      ...following(self, None, constants),
      role: "candidate",
      currentTerm: term,
      votedFor: self.id,
      votesGranted: [self.id]
    },
    constants,
    ...requests
  )
}
