/**
 * With which configuration a server comes back: that of its latest snapshot,
 * which may be of a later index than the entries that it still has. What the
 * server applies from there on tells which one it was.
 */
import { configurationAsOf } from "../../protocols/raft/configuration.ts"
import { sorted } from "./configuration.ts"
import { isChange } from "./configuring.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

type Ids = ReadonlyArray<string>

const has = (all: Ids, some: Ids): boolean =>
  some.every((id) => all.includes(id))

/** A change that a line tells of. */
interface Told {
  readonly voters: Ids
  readonly commit: number
}

/** The later changes of this life. */
const changesOfLife = ({ lines, at }: Server): ReadonlyArray<Told> => {
  const all: Array<Told> = []
  for (let i = at + 3; i < lines.length; i++) {
    const { name, msg, prop, state } = lines[i]!
    if (name === "InitState" || msg?.type === "MsgSnap") break
    if (name === "ApplyConfChange") {
      all.push({ voters: prop?.cc?.newconf ?? [], commit: state.commit })
    }
  }
  return all
}

/** A change, and the configuration after it; of the first ones: one more. */
interface Changed {
  readonly index: number
  readonly conf?: readonly [voters: Ids, outgoing: Ids]
}

/** The changes that are committed in its log. */
const changesOfLog = (run: Run, server: Server): ReadonlyArray<Changed> => {
  const { state, commit } = server
  const all: Array<Changed> = []
  for (let index = state.snapshot.index + 1; index <= commit; index++) {
    if (!isChange(run, server, index)) continue
    const { voters, outgoing } = configurationAsOf(state, index)
    const conf = [sorted(voters), sorted(outgoing)] as const
    all.push(index <= run.beginners.length ? { index } : { index, conf })
  }
  return all
}

const same = (a: Ids, b: Ids): boolean => a.join() === b.join()

/** Does a server apply these changes, from those voters on? */
const applies = (
  { beginners }: Run,
  { commit }: Server,
  changes: ReadonlyArray<Changed>,
  shown: Ids,
  life: ReadonlyArray<Told>
): boolean => {
  let voters = shown
  return life.every((next, i) => {
    const change = changes[i]
    // One that is not committed so far.
    if (change === undefined) return next.commit > commit
    const { index, conf } = change
    voters = conf?.[0] ?? sorted([...voters, beginners[index - 1]!])
    return same(voters, next.voters)
  })
}

/** The last index whose configuration the server can have come back with. */
export const appliedAtStart = (
  run: Run,
  server: Server,
  most: number
): number => {
  const [, told, follower] = server.lines.slice(server.at, server.at + 3)
  const first = server.state.snapshot.index
  const shown = told?.prop?.cc?.newconf ?? []
  const outgoing = follower?.conf[1] ?? []
  const life = changesOfLife(server)
  const changes = changesOfLog(run, server)
  const fits = (at: number): boolean => {
    const conf = changes.findLast(({ index }) => index <= at)?.conf
    const begins = has(shown, run.beginners.slice(0, at))
    const is =
      conf === undefined
        ? begins
        : same(conf[0], shown) && same(conf[1], outgoing)
    const later = changes.filter(({ index }) => index > at)
    return is && applies(run, server, later, shown, life)
  }
  const indexes = [first, ...changes.map(({ index }) => index)]
  return indexes.findLast((at) => at <= most && fits(at)) ?? first
}
