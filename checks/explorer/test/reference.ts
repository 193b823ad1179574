/**
 * An explorer as simple as can be, to hold the real one against: worlds as
 * plain data, a map from their keys, no cells, no cache.
 */
import * as Result from "effect/Result"
import {
  apply,
  type Rule,
  type Step
} from "../../../protocols/kernel/action.ts"
import type { Message, Protocol } from "../../../protocols/kernel/protocol.ts"
import { key, setOf, sorted } from "../../../protocols/kernel/value.ts"

type Actors = Readonly<Record<string, Readonly<Record<string, object>>>>

export interface PlainWorld {
  readonly actors: Actors
  readonly network: ReadonlyArray<Message>
}

export interface PlainEdge {
  readonly from: string
  readonly action: string
  readonly actor: string
  readonly to: string
}

export interface PlainGraph {
  readonly worlds: ReadonlyMap<string, PlainWorld>
  readonly edges: ReadonlyArray<PlainEdge>
  readonly depth: number
}

type Others = Readonly<Record<string, ReadonlyArray<object>>>
type AnyStep = Step<object, Message, Others>
type AnyRule = Rule<ReadonlyArray<unknown>, AnyStep, string>

/** Every world that can be reached, and every step between them. */
export const explorePlainly = (
  protocol: Protocol,
  constants: object,
  inBounds: (world: PlainWorld) => boolean = () => true
): PlainGraph => {
  const first = initialWorld(protocol, constants)
  const worlds = new Map([[key(first), first]])
  const edges: Array<PlainEdge> = []
  let level = [...worlds.values()]
  let depth = 0
  for (; level.length > 0; depth++) {
    const next: Array<PlainWorld> = []
    for (const world of level) {
      const steps = successors(protocol, constants, world)
      for (const [action, actor, after] of steps) {
        edges.push({ from: key(world), action, actor, to: key(after) })
        if (worlds.has(key(after)) || !inBounds(after)) continue
        worlds.set(key(after), after)
        next.push(after)
      }
    }
    level = next
  }
  return { worlds, edges, depth }
}

const initialWorld = (protocol: Protocol, constants: object): PlainWorld => ({
  actors: Object.fromEntries(
    Object.entries(protocol.actors).map(([kind, { ids, init }]) => [
      kind,
      Object.fromEntries(ids(constants).map((id) => [id, init(id, constants)]))
    ])
  ),
  network: []
})

const successors = (
  protocol: Protocol,
  constants: object,
  world: PlainWorld
): ReadonlyArray<readonly [action: string, actor: string, PlainWorld]> =>
  Object.entries({ ...protocol.next, ...protocol.environment }).flatMap(
    ([name, action]) =>
      Object.entries(world.actors[action.actor]!).flatMap(([id, self]) =>
        choices(protocol, constants, world, action, id, self).flatMap(
          ({ parts, received, others }) => {
            const result = apply(action as unknown as AnyRule, ...parts)
            return Result.isFailure(result)
              ? []
              : [
                  [
                    name,
                    id,
                    after(protocol, world, action, id, result.success, {
                      received,
                      others
                    })
                  ] as const
                ]
          }
        )
      )
  )

interface Choice {
  readonly parts: ReadonlyArray<unknown>
  readonly received?: Message | undefined
  readonly others: Readonly<Record<string, ReadonlyArray<string>>>
}

const choices = (
  protocol: Protocol,
  constants: object,
  world: PlainWorld,
  action: Protocol["next"][string],
  id: string,
  self: object
): ReadonlyArray<Choice> => {
  if (action._tag === "Receiving") {
    return setOf(world.network)
      .filter((m) => action.receives.includes(m._tag))
      .filter((m) => protocol.network.to?.(m).includes(id) ?? true)
      .map((m) => ({ parts: [self, m, constants], received: m, others: {} }))
  }
  const all = action.choices as
    | ((constants: object) => ReadonlyArray<unknown>)
    | undefined
  const chosen = all?.(constants).map((choice) => [choice]) ?? [[]]
  if (action._tag === "Local") {
    return chosen.map((c) => ({ parts: [self, ...c, constants], others: {} }))
  }
  const meets = action.meets as unknown as (
    ...parts: ReadonlyArray<unknown>
  ) => Choice["others"]
  return chosen.map((c) => {
    const others = meets(self, ...c, constants)
    const met = Object.fromEntries(
      Object.entries(action.roles).map(([role, kind]) => [
        role,
        others[role]!.map((other) => world.actors[kind]![other]!)
      ])
    )
    return { parts: [self, ...c, met, constants], others }
  })
}

const after = (
  { network: { semantics } }: Protocol,
  world: PlainWorld,
  action: Protocol["next"][string],
  id: string,
  { state, sent, others: become = {} }: AnyStep,
  { received, others }: Pick<Choice, "received" | "others">
): PlainWorld => {
  const actors: Record<string, Readonly<Record<string, object>>> = {
    ...world.actors
  }
  actors[action.actor] = { ...actors[action.actor], [id]: state }
  for (const [role, states] of Object.entries(become)) {
    const kind = action._tag === "Joint" ? action.roles[role]! : action.actor
    states.forEach((other, i) => {
      actors[kind] = { ...actors[kind], [others[role]![i]!]: other }
    })
  }
  const taken =
    semantics === "bag" && received !== undefined
      ? world.network.findIndex((m) => key(m) === key(received))
      : -1
  const network = [...world.network.filter((_, i) => i !== taken), ...sent]
  return {
    actors,
    network: semantics === "set" ? setOf(network) : sorted(network)
  }
}
