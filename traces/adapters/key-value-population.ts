/** The transactions, keys and values of a log of the key-value store. */
import { shown } from "../problem.ts"
import type { Gathering } from "./adapter.ts"
import { isRecord, type Line, refuse, refusing } from "./java-log.ts"
import * as Result from "effect/Result"
import {
  gives,
  mayBe,
  named,
  tellsOfBefore,
  type Told,
  toldIn
} from "./key-value-lines.ts"

/** The n-th transaction that is opened under an id. */
export const transactionId = (id: string, n: number): string => `T${id}.${n}`

/** The n-th transaction that is opened, whatever its id. */
export const anyTransaction = (n: number): string => transactionId("", n)

export const keyId = (key: string): string => `k${key}`

/** The n-th key of which only its insertion is known. */
export const anyKey = (n: number): string => `?${n}`

/** A value that no line tells: nobody reads it, so one is as good as all. */
export const anyValue = "?"

/** Who takes part in the runs that a log can be of. */
export interface Population {
  readonly constants: object
  /** Some transaction is opened without being named: no name is of use. */
  readonly nameless: boolean
  /** No line tells a key. */
  readonly keyless: boolean
  /** Some line tells whether a key had a value before. */
  readonly telling: boolean
  readonly warnings: ReadonlyArray<string>
  /** Refuses a line with a name that the program's constants do not have. */
  readonly check: (told: Told) => void
}

/** What occurs in the lines. */
class Census {
  /** How often each id is opened. */
  readonly opened = new Map<string, number>()
  readonly keys = new Set<string>()
  readonly values = new Set<string>()
  /** Lines that open a transaction or may insert a key, but name none. */
  namelessOpened = 0
  namelessKeys = 0
  telling = false

  count(told: Told): void {
    const { opened, keys, values } = this
    const { transaction, key, value, changes } = told
    for (const id of [transaction, ...changes.map((c) => c.transaction)]) {
      if (id !== undefined) opened.set(id, opened.get(id) ?? 0)
    }
    for (const name of [key, ...changes.map((c) => c.key)]) {
      if (name !== undefined) keys.add(name)
    }
    if (value !== undefined) values.add(value)
    if (mayBe(told, "Begin")) {
      if (transaction === undefined) this.namelessOpened += 1
      else opened.set(transaction, opened.get(transaction)! + 1)
    }
    if (mayBe(told, "Insert") && key === undefined) this.namelessKeys += 1
    if (gives(told) && value === undefined) values.add(anyValue)
    this.telling ||= tellsOfBefore(told)
  }

  /** All that a behaviour of the log can need: what inserts brings its key. */
  get constants() {
    const named = [...this.opened].flatMap(([id, times]) =>
      upTo(Math.max(1, times)).map((n) => transactionId(id, n))
    )
    const nameless = upTo(named.length + this.namelessOpened)
    return {
      Transaction: some(
        this.namelessOpened > 0 ? nameless.map(anyTransaction) : named,
        anyTransaction(1)
      ),
      Key: some(
        [
          ...[...this.keys].map(keyId),
          ...upTo(this.namelessKeys).map((n) => keyId(anyKey(n)))
        ],
        keyId("?")
      ),
      Value: some([...this.values], anyValue)
    }
  }
}

const upTo = (n: number): ReadonlyArray<number> =>
  Array.from({ length: n }, (_, i) => i + 1)

const some = (names: ReadonlyArray<string>, other: string) =>
  names.length > 0 ? names : [other]

/** The names in each of the program's constants. */
const allowedIn = (given: ReadonlyArray<unknown>) => {
  const all = given.reduce<Line>(
    (known, value) =>
      isRecord(value)
        ? { ...known, ...value }
        : refuse("constants", `expected an object, got ${shown(value)}`),
    {}
  )
  const { Key, Val, TxId, ...rest } = all
  const [excess] = Object.keys(rest)
  if (excess !== undefined) {
    return refuse("constants", `${excess} is no constant of this program`)
  }
  const names = (value: unknown) =>
    value === undefined
      ? undefined
      : Array.isArray(value)
        ? new Set(value.map((name) => named(name, "constants")))
        : refuse("constants", `expected a list of names, got ${shown(value)}`)
  return { key: names(Key), value: names(Val), transaction: names(TxId) }
}

type Allowed = ReturnType<typeof allowedIn>

const checking =
  (allowed: Allowed) =>
  (told: Told): void => {
    for (const what of ["transaction", "key", "value"] as const) {
      for (const name of [told[what], ...told.changes.map((c) => c[what])]) {
        if (name === undefined || name === "absent") continue
        if (allowed[what]?.has(name) === false) {
          refuse("constants", `there is no ${what} ${name}`)
        }
      }
    }
  }

/** Gathers who takes part from all lines of a log. */
export const gathering = (given: ReadonlyArray<unknown> = []): Gathering => {
  const census = new Census()
  return {
    line: (text) => {
      const told = refusing(() => toldIn(text))
      if (Result.isSuccess(told)) census.count(told.success)
    },
    constants: (): Population => ({
      constants: census.constants,
      nameless: census.namelessOpened > 0,
      keyless: census.keys.size === 0,
      telling: census.telling,
      warnings:
        census.namelessOpened > 0 && census.opened.size > 0
          ? ["transactions are opened without a name: no name is looked at"]
          : [],
      check: checking(allowedIn(given))
    })
  }
}
