/** What was handed over is applied. */
import * as Result from "effect/Result"
import { isConfiguration } from "../../protocols/raft/configuration.ts"
import type { Server as State } from "../../protocols/raft/state.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

/** Is the entry at an index a change, of the first ones or a later one? */
export const isChange = (run: Run, server: Server, index: number): boolean => {
  if (index <= run.beginners.length) return true
  const entry = server.entry(index)
  return entry !== undefined && isConfiguration(entry)
}

/** The index of the next change after one, up to another. */
export const nextChange = (
  run: Run,
  server: Server,
  after: number,
  last: number
): number | undefined => {
  for (let index = after + 1; index <= last; index++) {
    if (isChange(run, server, index)) return index
  }
  return undefined
}

/**
 * A server applies what was handed over, up to an index; entries that do not
 * change the configuration at one go. The commit index is written lazily: it
 * may be applied before it is on disk.
 */
export const applyTo = (run: Run, server: Server, index: number): void => {
  const { durable, commitIndex } = server.state
  const written = { ...durable, commitIndex: server.handed }
  const last = Math.min(index, commitIndex, server.handed)
  let state: State = { ...server.state, durable: written }
  while (state.applied < last) {
    const { log, snapshot } = state
    const applied = Math.max(state.applied, snapshot.index)
    const rest = log.slice(applied - snapshot.index, last - snapshot.index)
    const found = rest.findIndex(isConfiguration)
    const plain = (found < 0 ? rest.length : found) - 1
    if (plain > 0) {
      state = { ...state, applied: applied + plain }
      run.count("Apply", plain)
    }
    const result = run.would(server, "Apply", { state })
    if (Result.isFailure(result)) break
    state = result.success.state as State
    run.count("Apply")
  }
  server.state = { ...state, durable }
}

/** Entries that change nothing are applied as soon as they can be. */
export const applyRest = (run: Run, server: Server): void => {
  const { handed, changed, state } = server
  const after = Math.max(changed[0]!, state.applied)
  const next = nextChange(run, server, after, handed) ?? Infinity
  applyTo(run, server, Math.min(handed, next - 1))
}

/** What a server shows narrows down what it has applied; if it can be. */
export const narrow = (
  run: Run,
  server: Server,
  fits: (index: number) => boolean
): boolean => {
  const fit = server.changed.filter(fits)
  const [index] = fit
  if (index === undefined) return false
  server.changed = fit
  server.handed = Math.max(server.handed, index)
  applyTo(run, server, index)
  applyRest(run, server)
  return true
}

/** A server shows that it has applied all changes up to an index. */
export const settle = (run: Run, server: Server, last: number): void => {
  const isDone = (after: number): boolean =>
    nextChange(run, server, after, last) === undefined
  narrow(run, server, isDone)
}
