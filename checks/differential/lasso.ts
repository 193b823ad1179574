/**
 * Is a counter-example a fair behaviour of the protocol that breaks the formula?
 * By the definitions, on plain worlds: nothing of the explorer is used but what
 * it tells.
 */
import type { Condition, Liveness } from "../../protocols/kernel/liveness.ts"
import type { AnyWorld, Protocol } from "../../protocols/kernel/protocol.ts"
import { key, setOf, sorted } from "../../protocols/kernel/value.ts"
import type { Change, Counterexample } from "../explorer/counterexample.ts"
import {
  explorePlainly,
  type PlainEdge,
  type PlainGraph,
  type PlainWorld
} from "../explorer/test/reference.ts"

type Message = PlainWorld["network"][number]

/** Worlds `0 .. worlds.length - 1`, and from the last one back to `loop`. */
interface Lasso {
  readonly worlds: ReadonlyArray<PlainWorld>
  readonly loop: number
}

/** Tells, in words, what is wrong with a counter-example to a formula. */
export type Judge = (
  formula: Liveness<AnyWorld, object>,
  counterexample: Counterexample
) => ReadonlyArray<string>

/** Judges counter-examples by the protocol's whole graph. */
export const judge = (protocol: Protocol, constants: object): Judge => {
  const graph = explorePlainly(protocol, constants)
  const steps = new Steps(graph)
  return (formula, counterexample) => {
    const told = worldsAlong(protocol, graph, counterexample)
    const strange = strangeStep(graph, told, counterexample)
    if (strange !== undefined) return [strange]
    const { loop } = counterexample
    if (loop === undefined) return ["it does not go on for ever"]
    const stutters = loop === "stuttering"
    if (!stutters && key(told[loop]) !== key(told.at(-1))) {
      return ["it does not come back"]
    }
    const lasso = stutters
      ? { worlds: told, loop: told.length - 1 }
      : { worlds: told.slice(0, -1), loop }
    return [
      ...unfair(protocol, steps, lasso),
      ...(holds(constants, steps, formula, lasso) ? ["the formula holds"] : [])
    ]
  }
}

const worldsAlong = (
  { network: { semantics } }: Protocol,
  { worlds }: PlainGraph,
  { steps }: Counterexample
): ReadonlyArray<PlainWorld> => {
  const along = [worlds.values().next().value!]
  for (const { changes } of steps) {
    const world = changes.reduce(changed, along.at(-1)!)
    const order = semantics === "set" ? setOf : sorted
    along.push({ ...world, network: order(world.network) })
  }
  return along
}

const changed = (world: PlainWorld, { field, before, after }: Change) => {
  if (field === "network") {
    const gone = before as ReadonlyArray<Message> | undefined
    const left = [...world.network]
    for (const m of gone ?? []) {
      left.splice(
        left.findIndex((other) => key(other) === key(m)),
        1
      )
    }
    const come = after as ReadonlyArray<Message> | undefined
    return { ...world, network: [...left, ...(come ?? [])] }
  }
  const [id, name] = field.split(".") as [string, string]
  const actors = Object.entries(world.actors).map(([kind, those]) => [
    kind,
    id in those ? { ...those, [id]: { ...those[id], [name]: after } } : those
  ])
  return { ...world, actors: Object.fromEntries(actors) as typeof world.actors }
}

/** The first step that the protocol does not have. */
const strangeStep = (
  { edges }: PlainGraph,
  worlds: ReadonlyArray<PlainWorld>,
  { steps }: Counterexample
): string | undefined => {
  const at = steps.findIndex(
    ({ action, actor }, i) =>
      !edges.some(
        (edge) =>
          edge.from === key(worlds[i]) &&
          edge.to === key(worlds[i + 1]) &&
          edge.action === action &&
          edge.actor === actor
      )
  )
  return at === -1 ? undefined : `step ${at + 1} is none of the protocol`
}

/** Steps that change something, by the world that they start in. */
class Steps {
  private readonly from: ReadonlyMap<string, ReadonlyArray<PlainEdge>>

  constructor({ edges }: PlainGraph) {
    this.from = Map.groupBy(
      edges.filter(({ from, to }) => from !== to),
      ({ from }) => from
    )
  }

  /** Does an actor's action lead on, to the given world or to any? */
  lead(
    world: PlainWorld,
    action: string,
    actor: string,
    to: PlainWorld | undefined
  ): boolean {
    return (this.from.get(key(world)) ?? []).some(
      (edge) =>
        edge.action === action &&
        edge.actor === actor &&
        (to === undefined || edge.to === key(to))
    )
  }
}

/** The fair actions that are owed for ever and never taken. */
const unfair = (
  { actors, weaklyFair, stronglyFair = [] }: Protocol,
  steps: Steps,
  { worlds, loop }: Lasso
): ReadonlyArray<string> => {
  const cycle = worlds.slice(loop)
  const ids = Object.keys(worlds[0]!.actors).flatMap((kind) =>
    Object.keys(worlds[0]!.actors[kind] ?? actors[kind] ?? {})
  )
  return [...weaklyFair, ...stronglyFair].flatMap((action) =>
    ids
      .filter((id) => {
        const can = cycle.map((w) => steps.lead(w, action, id, undefined))
        const owed = stronglyFair.includes(action)
          ? can.some((it) => it)
          : can.every((it) => it)
        const taken = cycle.some((world, i) =>
          steps.lead(world, action, id, cycle[(i + 1) % cycle.length])
        )
        return owed && !taken
      })
      .map((id) => `it is not fair to ${action} of ${id}`)
  )
}

const holds = (
  constants: object,
  steps: Steps,
  formula: Liveness<AnyWorld, object>,
  { worlds, loop }: Lasso
): boolean => {
  const at = (condition: Condition<AnyWorld, object>) =>
    worlds.map((world) =>
      condition(
        { ...world.actors, network: world.network },
        constants,
        (action, id) => steps.lead(world, action, id, undefined)
      )
    )
  switch (formula._tag) {
    case "Eventually":
      return at(formula.to).includes(true)
    case "LeadsTo": {
      const to = at(formula.to)
      return at(formula.from).every(
        (from, i) => !from || to.slice(Math.min(i, loop)).includes(true)
      )
    }
    case "EventuallyAlways":
      return !at(formula.holds).slice(loop).includes(false)
    case "AlwaysEventually":
      return at(formula.holds).slice(loop).includes(true)
    case "ForAll":
      return formula
        .each(constants)
        .every((one) => holds(constants, steps, one.formula, { worlds, loop }))
  }
}
