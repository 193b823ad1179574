/**
 * Exchanging the names of actors must change the names in what an action does,
 * and nothing else. A protocol need not declare that: what a search evaluated
 * is evaluated again with names exchanged, and compared. It fails for a
 * protocol that orders its actors, or takes one of them for special.
 */
import * as Result from "effect/Result"
import { key, sorted } from "../../protocols/kernel/value.ts"
import { type Machine, stepOf, type Transition } from "./machine.ts"
import { addNames, renamed } from "./naming.ts"
import type { Message } from "../../protocols/kernel/protocol.ts"
import type { Label } from "./observed.ts"
import type { Evaluation } from "./evaluation.ts"
import type { Space } from "./space.ts"

/** So many evaluations are tried again at most, evenly chosen. */
const TRIED = 5000

type Names = ReadonlyMap<string, string>

const exchange = (a: string, b: string): Names =>
  new Map([
    [a, b],
    [b, a]
  ])

const networkOf = (message: Message | undefined) =>
  new Map(message === undefined ? [] : [[key(message), { message, count: 1 }]])

const textOf = (result: Result.Result<Transition, unknown>, names: Names) => {
  if (Result.isFailure(result)) return key(renamed(result.failure, names))
  const { changes, sent } = result.success
  const states = changes.map(({ actor, after }) => [actor, after] as const)
  const messages = sent.map((message) => renamed(message, names))
  return key([renamed(Object.fromEntries(states), names), sorted(messages)])
}

const NOBODY: Names = new Map()

const commutes = (
  machine: Machine,
  { label, states, result }: Evaluation,
  names: Names
): boolean => {
  const { message } = label
  const exchanged = new Map(
    [...states].map(([id, state]) => [
      renamed(id, names),
      renamed(state, names)
    ])
  )
  const received = message === undefined ? undefined : renamed(message, names)
  const world = { states: exchanged, network: networkOf(received) }
  const other = stepOf(machine, world, {
    action: label.action,
    actor: renamed(label.actor, names),
    ...(label.choice === undefined
      ? {}
      : { choice: renamed(label.choice, names) }),
    ...(received === undefined ? {} : { message: received })
  })
  return textOf(other, NOBODY) === textOf(result, names)
}

/** For each actor that the label or its message names, one to exchange with. */
const exchanges = (
  { kinds }: Machine,
  { actor, choice, message }: Label,
  free: ReadonlySet<string>,
  turn: number
): ReadonlyArray<Names> => {
  const named = new Set([actor])
  addNames(choice, kinds, named)
  addNames(message, kinds, named)
  return [...named].flatMap((name) => {
    if (!free.has(name)) return []
    const others = [...free].filter(
      (id) => id !== name && kinds.get(id) === kinds.get(name)
    )
    return others.length === 0
      ? []
      : [exchange(name, others[turn % others.length]!)]
  })
}

const initially = (
  { protocol, constants, kinds }: Machine,
  free: ReadonlySet<string>
): boolean =>
  [...free].every((id, i, all) => {
    const other = all[(i + 1) % all.length]!
    const kind = kinds.get(id)!
    if (kind !== kinds.get(other)) return true
    const { init } = protocol.actors[kind]!
    const state = renamed(init(id, constants), exchange(id, other))
    return key(state) === key(init(other, constants))
  })

/** Did exchanging free names change nothing else, wherever it was tried? */
export const interchangeable = (
  space: Space,
  free: ReadonlySet<string>
): boolean => {
  const { machine } = space
  if (!initially(machine, free)) return false
  const all = space.evaluations()
  const stride = Math.max(1, Math.ceil(all.length / TRIED))
  return all
    .filter((_, i) => i % stride === 0)
    .every((evaluation, i) =>
      exchanges(machine, evaluation.label, free, i).every((names) =>
        commutes(machine, evaluation, names)
      )
    )
}
