/** Small logs of the key-value store, for tests. */
import { verdictOf, withFiles } from "../validator/testing.ts"

export type Line = readonly [event: string, ...args: ReadonlyArray<unknown>]

/**
 * What is logged of an event: its name; its arguments too; its updates of
 * variables. `VpEA`: all updates, and the event where a transaction begins or
 * ends.
 */
export type Level = "E" | "EA" | "V" | "VEA" | "VpEA"

const update = (
  op: string,
  path: ReadonlyArray<unknown>,
  ...args: unknown[]
) => [{ op, path, args }]

export const variablesOf = ([event, t, key, value]: Line): object => {
  switch (event) {
    case "OpenTx":
      return { tx: update("AddElement", [], t) }
    case "CloseTx":
    case "RollbackTx":
      return {
        tx: update("RemoveElement", [], t),
        written: update("Clear", [t])
      }
    case "Remove":
      return { written: update("AddElement", [t], key) }
    default:
      return {
        written: update("AddElement", [t], key),
        snapshotStore: update("SetKey", [t], key, value)
      }
  }
}

export const logged = (level: Level, line: Line): string => {
  const [event, ...args] = line
  const partly = level === "VpEA" && args.length > 1
  return JSON.stringify({
    ...(level.includes("V") ? variablesOf(line) : {}),
    ...(level.includes("E") && !partly ? { event } : {}),
    ...(level.includes("A") && !partly ? { event_args: args } : {})
  })
}

export const verdict = (level: Level, lines: ReadonlyArray<Line>) =>
  withFiles(
    { log: lines.map((line) => `${logged(level, line)}\n`).join("") },
    (folder) => verdictOf(`${folder}/log`)
  )
