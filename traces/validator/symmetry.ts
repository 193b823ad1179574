/**
 * Actors that nothing in the rest of a log tells apart are interchangeable
 * there: a world and the same world with such actors' names exchanged have the
 * same future. So a search remembers a world under a key that leaves those
 * names out.
 *
 * The key takes a world apart into facts about one actor each ("it is
 * prepared", "the coordinator has heard of it", "a message says its name"). If
 * two free actors meet in one fact, they keep their names: fewer worlds are
 * then the same, and never too many.
 */
import { key } from "../../protocols/kernel/value.ts"
import { addNames, looksLikeSet } from "./naming.ts"
import type { Row, Space } from "./space.ts"

/** One value, taken apart: what it says about each free actor, and the rest. */
interface Shape {
  /** The number of the text that is left when the free names are gone. */
  readonly rest: number
  readonly facts: ReadonlyArray<Fact>
  /** Free actors that must keep their names. */
  readonly pinned: ReadonlyArray<string>
}

/** The number of an actor, and that of the text of what is said about it. */
type Fact = readonly [actor: number, text: number]

/** Actors that may exchange their names, and what is known under that. */
export interface Free {
  readonly actors: ReadonlySet<string>
  readonly shapes: ReadonlyArray<Array<Shape | undefined>>
}

/** What a row says about the free actors, by their cells, and besides. */
interface Description {
  readonly rest: ReadonlyArray<number>
  readonly about: ReadonlyArray<number>
  readonly pinned: ReadonlyArray<string>
}

/** Is the step to be tried? The message is told by its number. */
export type Chooser = (
  action: string,
  actor: string,
  message?: number
) => boolean

/** The numbers as text: different lists of one length, different texts. */
const packed = (numbers: ReadonlyArray<number>): string => {
  let text = ""
  for (const n of numbers) {
    text +=
      n < 0x8000
        ? String.fromCharCode(n)
        : String.fromCharCode(0x8000 | (n >>> 15), n & 0x7fff)
  }
  return text
}

class Decomposition {
  readonly facts: Array<readonly [string, string]> = []
  readonly pinned = new Set<string>()
  private readonly free: ReadonlySet<string>

  constructor(free: ReadonlySet<string>) {
    this.free = free
  }

  /** The text of the value without what it says about single free actors. */
  take(value: unknown, path: string): string {
    if (typeof value === "string" && this.free.has(value)) {
      this.facts.push([value, path])
      return "*"
    }
    if (typeof value !== "object" || value === null) return key(value)
    if (!Array.isArray(value)) return this.fields(value, path)
    return looksLikeSet(value)
      ? this.elements(value, path)
      : value.map((element, i) => this.take(element, `${path}[${i}]`)).join()
  }

  /** As for a set: each element that names one actor is a fact about it. */
  elements(elements: ReadonlyArray<unknown>, path: string): string {
    return `{${elements
      .flatMap((element) => this.single(element, `${path}{}`) ?? [])
      .join()}}`
  }

  private fields(value: object, path: string): string {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return entries
      .flatMap(([field, inner]) =>
        this.free.has(field)
          ? (this.single({ [field]: inner }, `${path}.`) ?? [])
          : [`${field}:${this.take(inner, `${path}.${field}`)}`]
      )
      .join()
  }

  /** Its text if it names nobody; otherwise it becomes a fact. */
  private single(value: unknown, path: string): string | undefined {
    const names = new Set<string>()
    addNames(value, this.free, names)
    const [name, ...others] = names
    if (name === undefined) return key(value)
    if (others.length === 0) {
      const text = key(value).replaceAll(JSON.stringify(name), "*")
      this.facts.push([name, path + text])
      return undefined
    }
    for (const pinned of names) this.pinned.add(pinned)
    return key(value)
  }
}

export class Symmetry {
  private readonly space: Space
  private readonly texts = new Map<string, number>()
  private readonly versions = new Map<string, Free>()
  private readonly messageNames: Array<ReadonlyArray<string>> = []
  private readonly templates: Array<Map<string, string>> = []

  constructor(space: Space) {
    this.space = space
  }

  /** The given actors as ones that may exchange their names. */
  free(actors: Iterable<string>): Free {
    const kinds = this.space.machine.kinds
    const all = [...new Set(actors)]
    const several = all.filter((id) =>
      all.some((other) => other !== id && kinds.get(other) === kinds.get(id))
    )
    const text = several.join("\0")
    const known = this.versions.get(text)
    if (known !== undefined) return known
    const cells = this.space.actors.length + 1
    const version = {
      actors: new Set(several),
      shapes: Array.from({ length: cells }, () => [])
    }
    this.versions.set(text, version)
    return version
  }

  /** Rows with equal keys differ at most in the names of free actors. */
  keyOf(row: Row, free: Free): string {
    if (free.actors.size === 0) return packed(row)
    const { rest, about, pinned } = this.described(row, free)
    if (pinned.length > 0) {
      const fewer = this.unpinned(free, pinned)
      return `${[...fewer.actors].join()}\0${this.keyOf(row, fewer)}`
    }
    const signatures = Object.values(about).sort((a, b) => a - b)
    return packed([...rest, ...signatures])
  }

  /**
   * Chooses among steps out of a row: of those that differ only in the name of
   * one free actor, and that name in nothing that is known of its bearer, one
   * is enough. `named` is told apart from all others.
   */
  chooser(row: Row, free: Free, named?: string): Chooser {
    if (free.actors.size === 0) return () => true
    const { about, pinned } = this.described(row, free)
    if (pinned.length > 0) {
      return this.chooser(row, this.unpinned(free, pinned), named)
    }
    const { cellOf } = this.space
    const tried = new Set<string>()
    return (action, actor, message) => {
      const names = message === undefined ? [] : this.namesIn(message)
      const some = [actor, ...names].find((name) => free.actors.has(name))
      if (some === undefined || some === named) return true
      if (names.some((name) => name !== some && free.actors.has(name))) {
        return true
      }
      const who = actor === some ? "*" : actor
      const what = message === undefined ? "" : this.template(message, some)
      const text = `${action} ${who} ${what} ${about[cellOf.get(some)!]}`
      if (tried.has(text)) return false
      tried.add(text)
      return true
    }
  }

  /** Of free actors of which the same is known, all but one are left out. */
  distinct(row: Row, free: Free, names: Iterable<string>): Set<string> {
    const { about, pinned } = this.described(row, free)
    const { cellOf } = this.space
    const known = new Set<number>()
    return new Set(
      [...names].filter((name) => {
        if (!free.actors.has(name) || pinned.includes(name)) return true
        const signature = about[cellOf.get(name)!]!
        const fresh = !known.has(signature)
        known.add(signature)
        return fresh
      })
    )
  }

  /** What a row says: about each free actor, by its cell, and besides. */
  private described(row: Row, free: Free): Description {
    const rest: Array<number> = []
    const facts: Array<Array<number>> = []
    for (let cell = 0; cell < row.length; cell++) {
      const id = row[cell]!
      const shape = (free.shapes[cell]![id] ??= this.shape(cell, id, free))
      const { pinned } = shape
      if (pinned.length > 0) return { rest, about: [], pinned }
      rest.push(shape.rest)
      for (const [actor, text] of shape.facts) (facts[actor] ??= []).push(text)
    }
    const about: Array<number> = []
    facts.forEach((texts, cell) => {
      about[cell] = this.number(texts.sort((a, b) => a - b).join())
    })
    return { rest, about, pinned: [] }
  }

  private unpinned({ actors }: Free, pinned: ReadonlyArray<string>): Free {
    return this.free([...actors].filter((id) => !pinned.includes(id)))
  }

  private namesIn(message: number): ReadonlyArray<string> {
    return (this.messageNames[message] ??= this.findNames(message))
  }

  private findNames(message: number): ReadonlyArray<string> {
    const names = new Set<string>()
    const { messages, machine } = this.space
    addNames(messages.values[message], machine.kinds, names)
    return [...names]
  }

  private template(message: number, name: string): string {
    const templates = (this.templates[message] ??= new Map())
    const known = templates.get(name)
    if (known !== undefined) return known
    const text = key(this.space.messages.values[message])
    const template = text.replaceAll(JSON.stringify(name), "*")
    templates.set(name, template)
    return template
  }

  private shape(cell: number, id: number, { actors: free }: Free): Shape {
    const { actors, states, networks, messages, machine } = this.space
    const parts = new Decomposition(free)
    const owner = actors[cell]
    if (owner === undefined) {
      const sent = networks.values[id]!.map((m) => messages.values[m])
      return this.shapeOf(parts.elements(sent, "network"), parts)
    }
    const text = parts.take(states[cell]!.values[id], "")
    if (!free.has(owner)) return this.shapeOf(`${owner}: ${text}`, parts)
    // All of its own state is what there is to say about a free actor.
    const named = parts.facts.map(([name]) => name)
    if (named.some((name) => name !== owner)) {
      for (const name of [owner, ...named]) parts.pinned.add(name)
    }
    parts.facts.push([owner, `${machine.kinds.get(owner)}: ${text}`])
    return this.shapeOf("", parts)
  }

  private shapeOf(rest: string, { facts, pinned }: Decomposition): Shape {
    return {
      rest: this.number(rest),
      facts: facts.map(([name, text]) => [
        this.space.cellOf.get(name)!,
        this.number(text)
      ]),
      pinned: [...pinned]
    }
  }

  private number(text: string): number {
    const known = this.texts.get(text)
    if (known !== undefined) return known
    this.texts.set(text, this.texts.size)
    return this.texts.size - 1
  }
}
