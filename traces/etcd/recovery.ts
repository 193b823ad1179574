/**
 * With which configuration a server comes back: that of its latest snapshot,
 * which may be of a later index than the entries that it still has. Where it
 * shows the same voters at several, what it applies next tells which it was.
 */
import { configurationAsOf } from "../../protocols/raft/configuration.ts"
import { sorted } from "./configuration.ts"
import { isChange } from "./applying.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

type Ids = ReadonlyArray<string>

const same = (a: Ids, b: Ids): boolean => a.join() === b.join()

/** The indexes whose configuration a server can have come back with. */
export const appliedAtStart = (
  run: Run,
  server: Server,
  most: number
): ReadonlyArray<number> => {
  const { state, lines, at } = server
  const shown = lines[at + 1]?.prop?.cc?.newconf ?? []
  const outgoing = lines[at + 2]?.conf[1] ?? []
  const first = state.snapshot.index
  const begun = sorted(run.beginners.slice(0, shown.length))
  const isShown = (index: number): boolean => {
    if (index === 0) return shown.length === 0
    const all =
      index <= run.beginners.length && shown.length >= index
        ? { voters: begun, outgoing: [] }
        : configurationAsOf(state, index)
    return (
      same(sorted(all.voters), shown) && same(sorted(all.outgoing), outgoing)
    )
  }
  const indexes = [first]
  for (let index = first + 1; index <= most; index++) {
    if (isChange(run, server, index)) indexes.push(index)
  }
  const possible = indexes.filter(isShown)
  return possible.length === 0 ? [first] : possible
}
