/** What else could stand where a value stands in a log. */
import * as Schema from "effect/Schema"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import type { Machine } from "../validator/machine.ts"

export type Json =
  | null
  | boolean
  | number
  | string
  | ReadonlyArray<Json>
  | { readonly [field: string]: Json }

/** Values that may stand for each other. */
type Family = ReadonlySet<string>

export interface Domain {
  /** Names of actors by kind, of actions, of messages, of states. */
  readonly families: ReadonlyArray<Family>
  /** The strings that stand in each field of the log. */
  readonly byField: ReadonlyMap<string, Family>
  /** Fields whose lists may be cut short without being wrong. */
  readonly partial: ReadonlyArray<string>
  /** Messages on their way, wherever the log has some. */
  readonly envelopes: ReadonlyArray<Json>
}

/** A field of a line: `state.tmPrepared[]`. */
export const child = (field: string, name: string | number): string =>
  typeof name === "number"
    ? `${field}[]`
    : field === ""
      ? name
      : `${field}.${name}`

/** Tells every value within a value, with its field. */
export const visit = (
  value: Json,
  tell: (
    field: string,
    value: Json,
    path: ReadonlyArray<string | number>
  ) => void,
  field = "",
  path: ReadonlyArray<string | number> = []
): void => {
  tell(field, value, path)
  if (typeof value !== "object" || value === null) return
  const entries: ReadonlyArray<readonly [string | number, Json]> =
    Array.isArray(value)
      ? value.map((inner: Json, i) => [i, inner])
      : Object.entries(value as { readonly [field: string]: Json })
  for (const [name, inner] of entries) {
    visit(inner, tell, child(field, name), [...path, name])
  }
}

/** The words that a schema allows where it allows only some. */
const literals = (schema: unknown): ReadonlyArray<string> =>
  typeof schema === "object" && schema !== null && "literals" in schema
    ? (schema.literals as ReadonlyArray<unknown>).filter(
        (word) => typeof word === "string"
      )
    : []

const fieldsOf = (schema: Schema.Top): Readonly<Record<string, unknown>> =>
  "fields" in schema ? (schema.fields as Readonly<Record<string, unknown>>) : {}

const tagsOf = ({ network }: Protocol): ReadonlyArray<string> =>
  "cases" in network.message ? Object.keys(network.message.cases as object) : []

const familiesOf = ({
  protocol,
  kinds,
  actions
}: Machine): ReadonlyArray<Family> => [
  ...Object.keys(protocol.actors).map(
    (kind) => new Set([...kinds.keys()].filter((id) => kinds.get(id) === kind))
  ),
  new Set(actions.keys()),
  new Set(tagsOf(protocol)),
  ...Object.values(protocol.actors).flatMap(({ state }) =>
    Object.values(fieldsOf(state)).map((field) => new Set(literals(field)))
  )
]

const isEnvelope = (value: Json): boolean =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  "message" in value

/** Collects what stands where in the lines of a log. */
export const domainOf = (
  machine: Machine,
  partial: ReadonlyArray<string>,
  lines: ReadonlyArray<Json>
): Domain => {
  const byField = new Map<string, Set<string>>()
  const envelopes: Array<Json> = []
  for (const line of lines) {
    visit(line, (field, value) => {
      if (isEnvelope(value)) envelopes.push(value)
      if (typeof value !== "string") return
      const known = byField.get(field)
      if (known === undefined) byField.set(field, new Set([value]))
      else known.add(value)
    })
  }
  return { families: familiesOf(machine), byField, partial, envelopes }
}

const others = (
  { families, byField }: Domain,
  field: string,
  value: string
): ReadonlyArray<string> => {
  const seen = byField.get(field) ?? new Set()
  const related = families.filter((family) => family.has(value))
  const all = new Set([...seen, ...related.flatMap((family) => [...family])])
  all.delete(value)
  // Where nothing else is known, a word that nobody has heard of.
  return all.size === 0 ? [`${value}'`] : [...all]
}

/** Lists: one element less, or one more. */
const otherLists = (
  domain: Domain,
  field: string,
  list: ReadonlyArray<Json>
): ReadonlyArray<Json> => {
  const shorter = domain.partial.includes(field)
    ? []
    : list.map((_, i) => list.filter((_element, j) => j !== i))
  if (list.every((element) => typeof element === "string")) {
    const [first] = list.length > 0 ? list : seenIn(domain, child(field, 0))
    if (first === undefined) return shorter
    const more = [first, ...others(domain, child(field, 0), first)]
    return [
      ...shorter,
      ...more
        .filter((name) => !list.includes(name))
        .map((name) => [...list, name].sort())
    ]
  }
  return shorter
}

const seenIn = ({ byField }: Domain, field: string): ReadonlyArray<string> => [
  ...(byField.get(field) ?? [])
]

const moreSent = ({ envelopes }: Domain): ReadonlyArray<Json> =>
  envelopes
    .slice(0, 3)
    .map((envelope) => [
      { ...(envelope as { readonly [field: string]: Json }), id: "another#1" }
    ])

/** Other values of the same type that could stand in the field. */
export const alternatives = (
  domain: Domain,
  field: string,
  value: Json
): ReadonlyArray<Json> => {
  if (typeof value === "string") return others(domain, field, value)
  if (typeof value === "number") return [value - 1, value + 1]
  if (typeof value === "boolean") return [!value]
  if (!Array.isArray(value)) return []
  const lists = otherLists(domain, field, value)
  return value.length === 0 && field === "sent"
    ? [...lists, ...moreSent(domain)]
    : lists
}
