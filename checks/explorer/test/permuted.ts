/** Orbits by their definition: every permutation of every world. */
import { key, sorted } from "../../../protocols/kernel/value.ts"
import type { PlainEdge, PlainGraph, PlainWorld } from "./reference.ts"

/** All orders of some names. */
const orders = (
  names: ReadonlyArray<string>
): ReadonlyArray<ReadonlyArray<string>> =>
  names.length === 0
    ? [[]]
    : names.flatMap((name) =>
        orders(names.filter((other) => other !== name)).map((rest) => [
          name,
          ...rest
        ])
      )

/** The world with other names, as its key; fields so named hold sets. */
const renamed = (
  world: PlainWorld,
  names: ReadonlyArray<string>,
  others: ReadonlyArray<string>,
  sets: ReadonlyArray<string>
): string => {
  const text = JSON.stringify(world).replaceAll(/"[^"]*"/g, (quoted) => {
    const n = names.indexOf(quoted.slice(1, -1))
    return n < 0 ? quoted : `"${others[n]}"`
  })
  const { actors, network } = JSON.parse(text, (field, value: unknown) =>
    sets.includes(field) ? sorted(value as ReadonlyArray<unknown>) : value
  ) as PlainWorld
  return key({ actors, network: sorted(network) })
}

export interface Permuted {
  /** How many orbits the worlds make. */
  readonly orbits: number
  /** Do all permutations of the names lead to the same graph? */
  readonly symmetric: boolean
}

/** What the permutations of the names make of a graph. */
export const permuted = (
  { worlds, edges }: PlainGraph,
  names: ReadonlyArray<string>,
  sets: ReadonlyArray<string> = []
): Permuted => {
  const all = orders(names).map(
    (others) =>
      new Map(
        [...worlds].map(([name, world]) => [
          name,
          renamed(world, names, others, sets)
        ])
      )
  )
  const least = new Set(
    [...worlds.keys()].map((name) => all.map((map) => map.get(name)!).sort()[0])
  )
  const steps = (map: ReadonlyMap<string, string>) =>
    edges.map((edge) => step(edge, map)).sort()
  const [first, ...others] = all.map((map) => steps(map).join("\n"))
  return {
    orbits: least.size,
    symmetric: others.every((text) => text === first)
  }
}

const step = (
  { from, to }: PlainEdge,
  map: ReadonlyMap<string, string>
): string => `${map.get(from)} ${map.get(to)}`
