/**
 * What a user of consensus sees of a world: the refinement of
 * `spec/raft/Raft.tla`.
 */
import { entryAt, kept, type World } from "./properties.ts"
import { type Constants, None, type Server } from "./state.ts"

/**
 * All that is certain: somebody knows it to be committed, and keeps that. An
 * entry that a snapshot stands for may be in no log any more: where logs are
 * compacted this cannot be told, and no model asks for it.
 */
const committed = (
  servers: ReadonlyArray<Server>,
  constants: Constants
): ReadonlyArray<string> => {
  const logs = servers.map((one) => kept(one, constants))
  const length = Math.max(...logs.map(({ commitIndex }) => commitIndex))
  return Array.from({ length }, (_, i) => {
    const entries = logs.flatMap((log) =>
      log.commitIndex > i ? [entryAt(log, i + 1)] : []
    )
    return entries.find((entry) => entry !== undefined)?.value ?? None
  })
}

/** Without messages, terms and disks: what is certain, and who applied it. */
export const certain = ({ server }: World, constants: Constants) => ({
  server: Object.fromEntries(
    Object.values(server).map(({ id, applied }) => [id, { id, applied }])
  ),
  log: {
    log: { id: "log", committed: committed(Object.values(server), constants) }
  },
  network: []
})
