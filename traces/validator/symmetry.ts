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
import { Decomposition } from "./decomposition.ts"
import { addNames } from "./naming.ts"
import type { Row } from "./moves.ts"
import type { Space } from "./space.ts"

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
  /** By action, the actor's cell and the message's number plus one. */
  readonly mentions: Map<string, Array<Array<Mention>>>
}

/** The one free actor that a step names, and the step without its name. */
interface Mention {
  /** The actor's cell; -1: the step names none, or several. */
  readonly cell: number
  readonly text: number
}

/** What a row says about the free actors, by their cells, and besides. */
interface Description {
  readonly rest: ReadonlyArray<number>
  readonly about: ReadonlyArray<number>
  readonly pinned: ReadonlyArray<string>
}

interface Described {
  readonly row: Row
  readonly free: Free
  readonly description: Description
}

/** Texts of facts have numbers below this. */
const ROOM = 2 ** 26

/** Is the step to be tried? The message is told by its number. */
export type Chooser = (
  action: string,
  actor: string,
  message?: number
) => boolean

/** The numbers as text: different lists of one length, different texts. */
export const packed = (numbers: ReadonlyArray<number>): string => {
  let text = ""
  for (const n of numbers) {
    text +=
      n < 0x8000
        ? String.fromCharCode(n)
        : String.fromCharCode(0x8000 | (n >>> 15), n & 0x7fff)
  }
  return text
}

export class Symmetry {
  private readonly space: Space
  private readonly texts = new Map<string, number>()
  private readonly pairs = new Map<number, number>()
  private last: Described | undefined
  private readonly versions = new Map<string, Free>()

  constructor(space: Space) {
    this.space = space
  }

  /** The given actors as ones that may exchange their names. */
  free(actors: Iterable<string>): Free {
    const kinds = this.space.machine.kinds
    const all = [...new Set(actors)]
    const byKind = Map.groupBy(all, (id) => kinds.get(id))
    const several = all.filter((id) => byKind.get(kinds.get(id))!.length > 1)
    const text = several.join("\0")
    const known = this.versions.get(text)
    if (known !== undefined) return known
    const cells = this.space.actors.length + 1
    const version = {
      actors: new Set(several),
      shapes: Array.from({ length: cells }, () => []),
      mentions: new Map<string, Array<Array<Mention>>>()
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
    const tried = new Set<number>()
    const aside = named === undefined ? -1 : this.space.cellOf.get(named)!
    return (action, actor, message = -1) => {
      const { cell, text } = this.mention(free, action, actor, message)
      if (cell < 0 || cell === aside) return true
      const known = text * ROOM + about[cell]!
      if (tried.has(known)) return false
      tried.add(known)
      return true
    }
  }

  private mention(
    { mentions, actors }: Free,
    action: string,
    actor: string,
    message: number
  ): Mention {
    let ofAction = mentions.get(action)
    if (ofAction === undefined) mentions.set(action, (ofAction = []))
    const cell = this.space.cellOf.get(actor)!
    const ofActor = (ofAction[cell] ??= [])
    return (ofActor[message + 1] ??= this.findMention(
      actors,
      action,
      actor,
      message
    ))
  }

  private findMention(
    free: ReadonlySet<string>,
    action: string,
    actor: string,
    message: number
  ): Mention {
    const { cellOf, messages, machine } = this.space
    const names = new Set([actor])
    const value = messages.values[message]
    addNames(value, machine.kinds, names)
    const [name, ...others] = [...names].filter((known) => free.has(known))
    if (name === undefined || others.length > 0) return { cell: -1, text: 0 }
    const who = actor === name ? "*" : actor
    const what = key(value ?? null).replaceAll(JSON.stringify(name), "*")
    const text = this.number(`${action} by ${who} of ${what}`)
    return { cell: cellOf.get(name)!, text }
  }

  /** Of free actors of which the same is known, all but one are left out. */
  distinct(row: Row, free: Free, names: Iterable<string>): Set<string> {
    const { about, pinned } = this.described(row, free)
    if (pinned.length > 0) {
      return this.distinct(row, this.unpinned(free, pinned), names)
    }
    const { cellOf } = this.space
    const known = new Set<number>()
    return new Set(
      [...names].filter((name) => {
        if (!free.actors.has(name)) return true
        const signature = about[cellOf.get(name)!]!
        const fresh = !known.has(signature)
        known.add(signature)
        return fresh
      })
    )
  }

  /** What a row says: about each free actor, by its cell, and besides. */
  private described(row: Row, free: Free): Description {
    const { last } = this
    if (last?.row === row && last.free === free) return last.description
    const description = this.describe(row, free)
    this.last = { row, free, description }
    return description
  }

  private describe(row: Row, free: Free): Description {
    const rest: Array<number> = []
    const about: Array<number> = []
    for (let cell = 0; cell < row.length; cell++) {
      const id = row[cell]!
      const shape = (free.shapes[cell]![id] ??= this.shape(cell, id, free))
      const { pinned } = shape
      if (pinned.length > 0) return { rest, about: [], pinned }
      rest.push(shape.rest)
      for (const [actor, text] of shape.facts) {
        const before = about[actor]
        about[actor] = before === undefined ? text : this.both(before, text)
      }
    }
    return { rest, about, pinned: [] }
  }

  /** The number of two facts about one actor. */
  private both(first: number, second: number): number {
    const pair = first * ROOM + second
    const known = this.pairs.get(pair)
    if (known !== undefined) return known
    const fresh = this.number(`${first} and ${second}`)
    this.pairs.set(pair, fresh)
    return fresh
  }

  private unpinned({ actors }: Free, pinned: ReadonlyArray<string>): Free {
    return this.free([...actors].filter((id) => !pinned.includes(id)))
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
      // In one order, since facts are put together pair by pair.
      facts: facts
        .map(([name, text]): Fact => [
          this.space.cellOf.get(name)!,
          this.number(text)
        ])
        .sort(([, a], [, b]) => a - b),
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
