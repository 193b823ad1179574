/** Properties that belong to a part or to a step of one actor. */
import * as Schema from "effect/Schema"
import type { Message, Protocol } from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"

/** Which of them are looked at. */
export interface StepChecks {
  readonly typeOK: boolean
  readonly actionProperties: ReadonlyArray<string>
}

/** An actor's state, or what became of it. */
export interface Changed {
  readonly kind: string
  readonly before: object
  readonly after: object
}

/** Names of the properties that a state, or a message, breaks by itself. */
export const illTyped = (
  { actors }: Protocol,
  { typeOK }: StepChecks,
  kind: string,
  state: object
): ReadonlyArray<string> =>
  !typeOK || Schema.is(actors[kind]!.state)(state) ? [] : ["TypeOK"]

const illTypedMessage = (
  { network }: Protocol,
  { typeOK }: StepChecks,
  message: Message
): ReadonlyArray<string> =>
  !typeOK || Schema.is(network.message)(message) ? [] : ["TypeOK"]

/** Names of the action properties that a change breaks. */
const brokenByChange = (
  protocol: Protocol,
  { actionProperties }: StepChecks,
  { kind, before, after }: Changed,
  constants: object
): ReadonlyArray<string> => {
  if (key(before) === key(after)) return []
  return actionProperties.filter((name) => {
    const property = protocol.actionProperties[name]!
    const holds = property.holds as unknown as (
      before: object,
      after: object,
      constants: object
    ) => boolean
    return property.actor === kind && !holds(before, after, constants)
  })
}

/** Names of the properties that a step breaks, by what it changes and sends. */
export const brokenBy = (
  protocol: Protocol,
  checks: StepChecks,
  changed: ReadonlyArray<Changed>,
  sent: ReadonlyArray<Message>,
  constants: object
): ReadonlyArray<string> => [
  ...changed.flatMap(({ kind, after }) =>
    illTyped(protocol, checks, kind, after)
  ),
  ...sent.flatMap((m) => illTypedMessage(protocol, checks, m)),
  ...changed.flatMap((change) =>
    brokenByChange(protocol, checks, change, constants)
  )
]
