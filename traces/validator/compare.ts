/** Compares what a log says about a step with what the protocol does. */
import type { Message } from "../../protocols/kernel/protocol.ts"
import { sorted } from "../../protocols/kernel/value.ts"
import type { Change, Transition } from "./machine.ts"
import type { Expectation, Observation } from "./observed.ts"
import { includes, same } from "./same.ts"

/** One thing that the log and the protocol say differently. */
export interface Difference {
  /** The actor whose field it is; none: it is about messages. */
  readonly actor?: string
  /** A field of its state, `sent` or `messages`. */
  readonly field: string
  /** What the log says: one of these values. */
  readonly logged: ReadonlyArray<unknown>
  /** What the step that the protocol allows would give. */
  readonly computed: unknown
}

/** What a comparison has to know besides the step itself. */
export interface Before {
  readonly kindOf: (actor: string) => string | undefined
  readonly stateOf: (actor: string) => object
  readonly wasSent: (message: Message) => boolean
}

const fieldOf = (state: object, field: string): unknown =>
  Reflect.get(state, field)

const edited = (
  value: unknown,
  added: ReadonlyArray<unknown>,
  removed: ReadonlyArray<unknown>
): ReadonlyArray<unknown> => {
  const before: ReadonlyArray<unknown> = Array.isArray(value) ? value : []
  return [
    ...before.filter((element) => !includes(removed, element)),
    ...added.filter((element) => !includes(before, element))
  ]
}

const sameElements = (
  a: ReadonlyArray<unknown>,
  b: ReadonlyArray<unknown>
): boolean => a.length === b.length && a.every((x) => includes(b, x))

const changeOf = (
  { changes }: Transition,
  { stateOf }: Before,
  actor: string
): Change => {
  const change = changes.find((known) => known.actor === actor)
  if (change !== undefined) return change
  const state = stateOf(actor)
  return { actor, before: state, after: state }
}

const kept = (
  expectation: Expectation & { readonly _tag: "Kept" },
  { changes }: Transition,
  { kindOf }: Before
): Difference | undefined => {
  const { kind, field, except } = expectation
  const moved = changes.find(
    ({ actor, before, after }) =>
      kindOf(actor) === kind &&
      !except.includes(actor) &&
      !same(fieldOf(before, field), fieldOf(after, field))
  )
  if (moved === undefined) return undefined
  const { actor, before, after } = moved
  const logged = [fieldOf(before, field)]
  return { actor, field, logged, computed: fieldOf(after, field) }
}

const network = (
  added: ReadonlyArray<Message>,
  { sent }: Transition,
  { wasSent }: Before
): Difference | undefined => {
  const grown = sent.filter((message) => !wasSent(message))
  const right =
    grown.every((message) => includes(added, message)) &&
    added.every((message) => wasSent(message) || includes(sent, message))
  return right
    ? undefined
    : { field: "messages", logged: [added], computed: grown }
}

const entry = (
  { actor, field, key, ...told }: Expectation & { readonly _tag: "Entry" },
  transition: Transition,
  before: Before
): Difference | undefined => {
  const change = changeOf(transition, before, actor)
  const computed = fieldOf(change.after, field) as Record<string, unknown>
  const value = told.value ?? computed[key] ?? "?"
  const logged = { ...(fieldOf(change.before, field) as object), [key]: value }
  return same(logged, computed)
    ? undefined
    : { actor, field, logged: [logged], computed }
}

const difference = (
  expectation: Expectation,
  transition: Transition,
  before: Before
): Difference | undefined => {
  switch (expectation._tag) {
    case "Field": {
      const { actor, field, oneOf } = expectation
      const computed = fieldOf(changeOf(transition, before, actor).after, field)
      return includes(oneOf, computed)
        ? undefined
        : { actor, field, logged: oneOf, computed }
    }
    case "Entry":
      return entry(expectation, transition, before)
    case "Elements": {
      const { actor, field, added, removed } = expectation
      const change = changeOf(transition, before, actor)
      const logged = edited(fieldOf(change.before, field), added, removed)
      const computed = fieldOf(change.after, field)
      return Array.isArray(computed) && sameElements(logged, computed)
        ? undefined
        : { actor, field, logged: [logged], computed }
    }
    case "Kept":
      return kept(expectation, transition, before)
    case "Network":
      return network(expectation.added, transition, before)
  }
}

const sentDifference = (
  { sent }: Observation,
  transition: Transition
): Difference | undefined =>
  sent === undefined ||
  same(sent, transition.sent) ||
  same(sorted(sent), sorted(transition.sent))
    ? undefined
    : { field: "sent", logged: [sent], computed: transition.sent }

/** Does the expectation hold of the step? */
export const holds = (
  expectation: Expectation,
  transition: Transition,
  before: Before
): boolean => difference(expectation, transition, before) === undefined

/** Did the step send what the log says, if it says it? */
export const sendsAsTold = (
  observation: Observation,
  transition: Transition
): boolean => sentDifference(observation, transition) === undefined

/** Does the log say nothing else than the step? Names are not compared. */
export const fits = (
  observation: Observation,
  transition: Transition,
  before: Before
): boolean =>
  sendsAsTold(observation, transition) &&
  observation.expected.every((expectation) =>
    holds(expectation, transition, before)
  )

/** All that the log and a step say differently. */
export const differences = (
  observation: Observation,
  transition: Transition,
  before: Before
): ReadonlyArray<Difference> =>
  [
    sentDifference(observation, transition),
    ...observation.expected.map((expectation) =>
      difference(expectation, transition, before)
    )
  ].filter((found) => found !== undefined)
