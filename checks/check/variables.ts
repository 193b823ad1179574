/** States of a spec as values of its variables, and how two of them differ. */
import { canonical, type TlaValue } from "tla2tools-runner"
import { key } from "../../protocols/kernel/value.ts"
import type { Change } from "../explorer/counterexample.ts"
import { plain } from "../models/config.ts"

export type Variables = Readonly<Record<string, TlaValue>>

/** The variables, and the parts of functions and records, that change. */
export const variableChanges = (
  before: Variables,
  after: Variables
): ReadonlyArray<Change> =>
  Object.entries(after).flatMap(([name, to]) =>
    changesOf(name, before[name], to)
  )

const changesOf = (
  name: string,
  from: TlaValue | undefined,
  to: TlaValue
): ReadonlyArray<Change> => {
  if (from === undefined)
    return [{ field: name, before: null, after: plain(to) }]
  if (canonical(from) === canonical(to)) return []
  const [a, b] = [fieldsOf(from), fieldsOf(to)]
  if (a === undefined || b === undefined || !sameKeys(a, b)) {
    return [{ field: name, before: plain(from), after: plain(to) }]
  }
  return [...b].flatMap(([field, value]) =>
    changesOf(`${name}[${field}]`, a.get(field), value)
  )
}

const sameKeys = (
  a: ReadonlyMap<string, TlaValue>,
  b: ReadonlyMap<string, TlaValue>
): boolean => a.size === b.size && [...a.keys()].every((name) => b.has(name))

const fieldsOf = (
  value: TlaValue
): ReadonlyMap<string, TlaValue> | undefined => {
  if (typeof value !== "object") return undefined
  switch (value._tag) {
    case "Record":
      return new Map(Object.entries(value.fields))
    case "Function":
      return new Map(value.entries.map(([at, v]) => [text(plain(at)), v]))
    default:
      return undefined
  }
}

/** A plain value in a sentence: strings without quotes. */
export const text = (value: unknown): string =>
  typeof value === "string" ? value : key(value)
