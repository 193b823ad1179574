/**
 * What else could stand at a place of a log: values of the same kind, from the
 * protocol's own domain (its actors, actions, messages and states) and from the
 * same place in other lines.
 */
import type * as Schema from "effect/Schema"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { Machine } from "../validator/machine.ts"
import { looksLikeSet } from "../validator/naming.ts"
import type { Draw } from "../validator/samples.ts"
import {
  fieldOf,
  isFields,
  isWords,
  type Json,
  type Path,
  type Place,
  places
} from "./json.ts"

/** Words that may stand for each other. */
type Family = ReadonlySet<string>

export interface Domain {
  /** The actors by kind, the actions, the messages, the states. */
  readonly families: ReadonlyArray<Family>
  /** The states by the name of their field. */
  readonly states: ReadonlyMap<string, Family>
  /** The words under each name, wherever it stands in the log. */
  readonly words: ReadonlyMap<string, Family>
  /** The elements of the lists at each place, by their keys. */
  readonly elements: ReadonlyMap<string, ReadonlyMap<string, Json>>
}

/** Of a place no more different values than these are kept. */
const ELEMENTS = 100

/** The words that a schema allows, where it allows only some. */
const literals = (schema: Schema.Top): ReadonlyArray<string> =>
  "literals" in schema
    ? (schema.literals as ReadonlyArray<unknown>).filter(
        (word) => typeof word === "string"
      )
    : []

type Fields = Readonly<Record<string, Schema.Top>>

const fieldsOf = (schema: Schema.Top): Fields =>
  "fields" in schema ? (schema.fields as Fields) : {}

const tagsOf = ({ network }: Protocol): ReadonlyArray<string> =>
  "cases" in network.message ? Object.keys(network.message.cases as object) : []

const statesOf = ({ actors }: Protocol): ReadonlyMap<string, Family> =>
  new Map(
    Object.values(actors).flatMap(({ state }) =>
      Object.entries(fieldsOf(state)).map(
        ([name, field]) => [name, new Set(literals(field))] as const
      )
    )
  )

const familiesOf = (machine: Machine): ReadonlyArray<Family> => {
  const { protocol, kinds, actions } = machine
  const idsOf = (kind: string) =>
    [...kinds].flatMap(([id, of]) => (of === kind ? [id] : []))
  return [
    ...Object.keys(protocol.actors).map((kind) => new Set(idsOf(kind))),
    new Set(actions.keys()),
    new Set(tagsOf(protocol)),
    ...statesOf(protocol).values()
  ]
}

/** Collects what stands where in the lines of a log. */
export const domainOf = (
  machine: Machine,
  lines: ReadonlyArray<Json>
): Domain => {
  const words = new Map<string, Set<string>>()
  const elements = new Map<string, Map<string, Json>>()
  const note = ({ path, value }: Place): void => {
    const last = path.at(-1)
    if (typeof last === "number") {
      const list = fieldOf(path.slice(0, -1))
      const known = elements.get(list) ?? new Map<string, Json>()
      if (known.size < ELEMENTS)
        elements.set(list, known.set(key(value), value))
    } else if (typeof value === "string" && last !== undefined) {
      const known = words.get(last) ?? new Set()
      if (known.size < ELEMENTS) words.set(last, known.add(value))
    }
  }
  for (const line of lines) places(line).forEach(note)
  const { protocol } = machine
  const families = familiesOf(machine)
  return { families, states: statesOf(protocol), words, elements }
}

/** A word like it that nobody has heard of: its last character is another. */
const altered = (word: string): string => {
  const last = word.at(-1) ?? ""
  const other = /\d/u.test(last)
    ? (Number(last) + 1) % 10
    : last === "a"
      ? "b"
      : "a"
  return `${word.slice(0, -1)}${other}`
}

/** The words of the protocol that may stand for this one. */
const relatives = (
  { families, states }: Domain,
  path: Path,
  word: string
): ReadonlyArray<string> => {
  const related = families.filter((family) => family.has(word))
  // A word of the log's own, where a state of the protocol could stand.
  const named = path.flatMap((part) => states.get(String(part)) ?? [])
  return (related.length > 0 ? related : named).flatMap((all) => [...all])
}

const otherWords = (
  domain: Domain,
  path: Path,
  word: string
): ReadonlyArray<string> => {
  const known = without(relatives(domain, path, word), [word])
  const seen = domain.words.get(String(path.at(-1))) ?? []
  const invented = known.length === 0 ? [altered(word)] : []
  return without([...known, ...seen, ...invented], [word])
}

const without = (
  words: ReadonlyArray<string>,
  unwanted: ReadonlyArray<string>
): ReadonlyArray<string> =>
  [...new Set(words)].filter((word) => !unwanted.includes(word))

/** So many of the values, drawn without putting back. */
const some = <A>(
  draw: Draw,
  values: ReadonlyArray<A>,
  count: number
): ReadonlyArray<A> => {
  const left = [...values]
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(draw(left.length), 1)[0]!
  )
}

/** Sets of words: one less, one more, one exchanged. */
const otherWordLists = (
  domain: Domain,
  draw: Draw,
  path: Path,
  list: ReadonlyArray<string>,
  mayBeShorter: boolean
): ReadonlyArray<Json> => {
  const seen = [...(domain.elements.get(fieldOf(path))?.values() ?? [])]
  const known = seen.filter((element) => typeof element === "string")
  const family = [...known, ...list].flatMap((word) =>
    relatives(domain, path, word)
  )
  const others = without([...known, ...family], list)
  const ordered = (words: ReadonlyArray<string>) =>
    looksLikeSet(list) ? [...words].sort() : words
  const longer = mayBeShorter ? [] : list
  return [
    ...some(draw, longer, 1).map((word) => without(list, [word])),
    ...some(draw, others, 1).map((word) => ordered([...list, word])),
    ...some(draw, others, list.length === 0 ? 0 : 2).map((word) =>
      ordered(list.with(draw(list.length), word))
    )
  ]
}

/** An element that may stand in another line, too: ids are there once. */
const renewed = (element: Json): Json =>
  isFields(element) && typeof element["id"] === "string"
    ? { ...element, id: `${element["id"]}'` }
    : element

const otherLists = (
  { elements }: Domain,
  draw: Draw,
  path: Path,
  list: ReadonlyArray<Json>
): ReadonlyArray<Json> => {
  const has = new Set(list.map(key))
  const others = [...(elements.get(fieldOf(path)) ?? [])].filter(
    ([text]) => !has.has(text)
  )
  return [
    ...some(draw, [...list.keys()], 1).map((i) => list.toSpliced(i, 1)),
    ...some(draw, others, 1).map(([, other]) => [...list, renewed(other)])
  ]
}

/** No more than so many other words are drawn for a place. */
const WORDS = 4

/**
 * Other values of the same kind for a place; `partial` names the lists that a
 * format allows to be cut short, which is no corruption.
 */
export const alternatives = (
  domain: Domain,
  draw: Draw,
  partial: ReadonlyArray<string>,
  { path, value }: Place
): ReadonlyArray<Json> => {
  // The elements of a set are exchanged with it.
  if (typeof value === "string") {
    return typeof path.at(-1) === "number"
      ? []
      : some(draw, otherWords(domain, path, value), WORDS)
  }
  if (typeof value === "number") return [value - 1, value + 1]
  if (typeof value === "boolean") return [!value]
  if (value === null || isFields(value)) return []
  const seen = domain.elements.get(fieldOf(path)) ?? new Map<string, Json>()
  return isWords([...seen.values()]) && isWords(value)
    ? otherWordLists(domain, draw, path, value, partial.includes(fieldOf(path)))
    : otherLists(domain, draw, path, value)
}
