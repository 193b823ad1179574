/** What the lines of the key-value store's logs say, in the program's names. */
import * as Result from "effect/Result"
import { Absent } from "../../protocols/snapshot-isolation/state.ts"
import { shown } from "../problem.ts"
import { type Update, updates } from "./edits.ts"
import { eventIn, refuse, saidIn, variablesIn } from "./java-log.ts"

/** The program's events, and their arguments. */
export const events: Readonly<Record<string, ReadonlyArray<string>>> = {
  OpenTx: ["transaction"],
  Add: ["transaction", "key", "value"],
  Update: ["transaction", "key", "value"],
  Remove: ["transaction", "key"],
  CloseTx: ["transaction"],
  RollbackTx: ["transaction"]
}

const actions: Readonly<Record<string, string>> = {
  OpenTx: "Begin",
  Add: "Insert",
  Update: "Update",
  Remove: "Remove",
  CloseTx: "Commit",
  RollbackTx: "Abort"
}

/** What a line says of its step, in the program's own names. */
export interface Told {
  readonly action?: string
  /** Which actions the updates of variables can come from. */
  readonly among?: ReadonlyArray<string>
  readonly transaction?: string
  readonly key?: string
  readonly value?: string
  readonly changes: ReadonlyArray<Change>
}

/** What a line says of a variable. */
export interface Change {
  readonly transaction: string
  readonly among: ReadonlyArray<string>
  /** How far the transaction is then, or what it has written. */
  readonly status?: ReadonlyArray<string>
  readonly key?: string
  readonly value?: string
}

/** The name of a transaction or key, which may be a number. */
export const named = (value: unknown, field: string): string =>
  typeof value === "string" || Number.isSafeInteger(value)
    ? String(value)
    : refuse(field, `expected a name, got ${shown(value)}`)

const valueIn = (value: unknown, field: string): string =>
  typeof value === "string" && value !== Absent
    ? value
    : refuse(field, `expected a value, got ${shown(value)}`)

/** This program gives up only what it cannot commit. */
export const ends = ["Commit", "Abort"]

type Shape = (update: Update, field: string) => Change

const shape =
  (path: number, args: number, read: Shape): Shape =>
  (update, field) =>
    update.path.length === path && update.args.length === args
      ? read(update, field)
      : refuse(field, `${update.op} takes ${path} + ${args} names here`)

const opens = shape(0, 1, ({ args }, field) => ({
  transaction: named(args[0], field),
  among: ["Begin"],
  status: ["open"]
}))

const closes = (of: "path" | "args"): Shape =>
  shape(of === "path" ? 1 : 0, of === "args" ? 1 : 0, (update, field) => ({
    transaction: named(update[of][0], field),
    among: ends,
    status: ["committed", "aborted"]
  }))

/** The updates of each variable that the program makes. */
export const variables: Readonly<
  Record<string, Readonly<Record<string, Shape>>>
> = {
  tx: { AddElement: opens, RemoveElement: closes("args") },
  written: {
    AddElement: shape(1, 1, ({ path, args }, field) => ({
      transaction: named(path[0], field),
      // For the others it logs the value as well, if it logs values.
      among: ["Remove", "Insert", "Update"],
      key: named(args[0], field)
    })),
    Clear: closes("path")
  },
  snapshotStore: {
    SetKey: shape(1, 2, ({ path, args }, field) => ({
      transaction: named(path[0], field),
      among: ["Insert", "Update"],
      key: named(args[0], field),
      value: valueIn(args[1], field)
    })),
    RemoveKey: shape(1, 1, ({ path, args }, field) => ({
      transaction: named(path[0], field),
      among: ["Remove"],
      key: named(args[0], field),
      value: Absent
    }))
  }
}

const changesIn = (name: string, value: unknown): ReadonlyArray<Change> => {
  const list = updates(value)
  if (Result.isFailure(list)) return refuse(name, list.failure)
  return list.success.map((update) => {
    const known = variables[name]!
    return Object.hasOwn(known, update.op)
      ? known[update.op]!(update, name)
      : refuse(name, `the operation ${shown(update.op)} is not for ${name}`)
  })
}

/** May the line tell of this action? */
export const mayBe = ({ action, among }: Told, name: string): boolean =>
  action === undefined ? among!.includes(name) : action === name

/** May the line tell of a value that is given to a key? */
export const gives = (told: Told): boolean =>
  mayBe(told, "Insert") || mayBe(told, "Update")

/** Does the line tell whether the key had a value before? */
export const tellsOfBefore = (told: Told): boolean =>
  mayBe(told, "Insert") !== mayBe(told, "Update") ||
  (mayBe(told, "Remove") && !gives(told))

/** Reads a line; where event and variables differ, the event's word is taken. */
export const toldIn = (text: string): Told => {
  const said = saidIn(text)
  const event = eventIn(said, events)
  const changes = variablesIn(said, Object.keys(variables)).flatMap(
    ([name, value]) => changesIn(name, value)
  )
  const [transaction, key, value] = event?.args ?? []
  const field = "event_args"
  const whose = transaction ?? changes[0]?.transaction
  const which = key ?? changes.find((change) => change.key !== undefined)?.key
  const what =
    value ??
    changes.find((c) => c.value !== undefined && c.value !== Absent)?.value
  return {
    ...(event === undefined
      ? { among: common(changes) }
      : { action: actions[event.event]! }),
    ...(whose === undefined ? {} : { transaction: named(whose, field) }),
    ...(which === undefined ? {} : { key: named(which, field) }),
    ...(what === undefined ? {} : { value: valueIn(what, field) }),
    changes
  }
}

/** The actions that all of the changes can come from. */
const common = (changes: ReadonlyArray<Change>): ReadonlyArray<string> =>
  changes
    .map(({ among }) => among)
    .reduce(
      (left, among) => left.filter((action) => among.includes(action)),
      changes[0]?.among ?? Object.values(actions)
    )
