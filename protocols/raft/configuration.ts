/**
 * Whose votes and answers count: the operators of
 * `spec/raft/Configurations.tla`. A configuration is an entry of the log, as in
 * the dissertation (4.1), and one holds at a time.
 */
import { insert } from "../kernel/value.ts"
import {
  type Configuration,
  type Constants,
  type Durable,
  type Entry,
  type Server
} from "./state.ts"

type Log = Pick<Durable, "snapshot" | "log">

export const isConfiguration = ({ configuration }: Entry): boolean =>
  configuration !== undefined

/** Is there a configuration after one index, up to another? */
export const hasConfigurationIn = (
  { snapshot, log }: Log,
  after: number,
  last: number
): boolean =>
  log
    .slice(Math.max(0, after - snapshot.index), last - snapshot.index)
    .some(isConfiguration)

/** The latest configuration up to an index, that of the snapshot at first. */
export const configurationAsOf = (
  { snapshot, log }: Log,
  index: number
): Configuration =>
  log.findLast(
    (entry, i) => i < index - snapshot.index && isConfiguration(entry)
  )?.configuration ?? snapshot.configuration

/** Up to where it is applied, by itself or with a snapshot. */
export const appliedIndex = (
  { applied, commitIndex, snapshot }: Server,
  { ExplicitApply }: Constants
): number => (ExplicitApply ? Math.max(applied, snapshot.index) : commitIndex)

/** What a server goes by: the latest in its log, or that it has applied. */
export const configuration = (
  self: Server,
  constants: Constants
): Configuration =>
  configurationAsOf(
    self,
    constants.ConfigurationAt === "apply"
      ? appliedIndex(self, constants)
      : Infinity
  )

/** Whose votes count; of a joint configuration those of both halves. */
export const votersOf = ({
  voters,
  outgoing
}: Configuration): ReadonlyArray<string> =>
  outgoing.length === 0 ? voters : [...new Set([...voters, ...outgoing])]

export const isVoter = (
  { voters, outgoing }: Configuration,
  id: string
): boolean => voters.includes(id) || outgoing.includes(id)

/** Is it one of those whom a leader speaks to? */
export const isMember = (one: Configuration, id: string): boolean =>
  isVoter(one, id) || one.learners.includes(id)

/**
 * May a server be elected? One whose removal is not committed may be needed
 * still (4.2.2).
 */
export const isElectable = (self: Server, constants: Constants): boolean =>
  isVoter(configuration(self, constants), self.id) ||
  (constants.ConfigurationAt === "append" &&
    isVoter(configurationAsOf(self, self.commitIndex), self.id))

/** Has it applied each configuration that it knows to be committed? */
export const isConfigured = (self: Server, constants: Constants): boolean =>
  constants.ConfigurationAt === "append" ||
  (self.applied >= self.snapshot.index &&
    !hasConfigurationIn(self, self.applied, self.commitIndex))

const isMajority = (
  some: ReadonlyArray<string>,
  voters: ReadonlyArray<string>
): boolean =>
  voters.filter((id) => some.includes(id)).length * 2 > voters.length

/** Are they a majority, of each half if the configuration is a joint one? */
export const isQuorumOf = (
  { voters, outgoing }: Configuration,
  some: ReadonlyArray<string>
): boolean =>
  isMajority(some, voters) &&
  (outgoing.length === 0 || isMajority(some, outgoing))

/** Are they a quorum of what a server goes by? */
export const isQuorum = (
  self: Server,
  some: ReadonlyArray<string>,
  constants: Constants
): boolean => isQuorumOf(configuration(self, constants), some)

/**
 * A leader whose configuration is another now. Whom it did not speak to before
 * it knows nothing of, and whom it speaks to no more it forgets.
 */
export const regrouped = (
  before: Server,
  after: Server,
  constants: Constants
): Server => {
  const [old, now] = [
    configuration(before, constants),
    configuration(after, constants)
  ]
  const changed = constants.Server.filter(
    (id) => id !== after.id && isMember(old, id) !== isMember(now, id)
  )
  if (after.role !== "leader" || changed.length === 0) return after
  const { snapshot, log } = after
  const last = Math.max(1, snapshot.index + log.length)
  const added = changed.filter((id) => isMember(now, id))
  const all = <A>(value: (id: string) => A) =>
    Object.fromEntries(changed.map((id) => [id, value(id)]))
  return {
    ...after,
    nextIndex: {
      ...after.nextIndex,
      ...all((id) => (added.includes(id) ? last : 1))
    },
    matchIndex: { ...after.matchIndex, ...all(() => 0) },
    recentlyHeard: constants.CheckQuorum
      ? added.reduce(insert<string>, after.recentlyHeard)
      : after.recentlyHeard
  }
}
