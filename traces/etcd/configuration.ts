/** Configurations as etcd has them, and what its changes make of them. */
import { votersOf } from "../../protocols/raft/configuration.ts"
import type { Configuration } from "../../protocols/raft/state.ts"
import type { Change } from "./lines.ts"

/** The order of ids: as numbers. */
const byNumber = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

type Ids = ReadonlyArray<string>

/** Ids in the order in which etcd writes them, and sends to them. */
export const sorted = (ids: Ids): Ids => [...new Set(ids)].sort(byNumber)

/** All that a leader sends to. */
export const members = (all: Configuration): Ids =>
  sorted([...votersOf(all), ...all.learners])

/** Those who are asked for their votes. */
export const electors = (all: Configuration): Ids => sorted(votersOf(all))

const minus = (ids: Ids, id: string): Ids => ids.filter((one) => one !== id)

/** A voter that becomes a learner of a joint configuration is both a while. */
const changed = (all: Configuration, change: Change): Configuration => {
  const { nid, action } = change
  const voters = minus(all.voters, nid)
  const learners = minus(all.learners, nid)
  switch (action) {
    case "RemoveServer":
      return { ...all, voters, learners }
    case "AddNewServer":
      return { ...all, voters: [...voters, nid], learners }
    case "AddLearner":
      return { ...all, voters, learners: [...learners, nid] }
  }
}

/** The voters and learners that changes lead to. */
export const changedBy = (
  all: Configuration,
  changes: ReadonlyArray<Change>
): Configuration => changes.reduce(changed, all)

/** Whom changes remove and add again: leaders know nothing of them then. */
export const renewedBy = (
  all: Configuration,
  changes: ReadonlyArray<Change>
): Ids => {
  const after = members(changedBy(all, changes))
  const isRemoved = (id: string): boolean =>
    changes.some(({ nid, action }) => nid === id && action === "RemoveServer")
  return all.learners.filter((id) => isRemoved(id) && after.includes(id))
}
