/** A model's configuration as what the engine checks. */
import * as Result from "effect/Result"
import type { Liveness } from "../../protocols/kernel/liveness.ts"
import type { AnyWorld, Protocol } from "../../protocols/kernel/protocol.ts"
import type { Config, ConfigProblem, Mention } from "../models/config.ts"
import { instancesOf } from "./breaches.ts"
import { alikeIn, notAlike } from "./likeness.ts"

/** What a configuration asks for, found in the protocol. */
export interface Asked {
  readonly typeOK: boolean
  readonly invariants: ReadonlyArray<string>
  readonly actionProperties: ReadonlyArray<string>
  readonly refinements: ReadonlyArray<string>
  readonly liveness: ReadonlyArray<
    readonly [string, Liveness<AnyWorld, object>]
  >
  readonly bounds: ReadonlyArray<string>
  readonly fair: boolean
  /** Names that are alike, class by class. */
  readonly alike: ReadonlyArray<ReadonlyArray<string>>
}

/** Nothing but the graph. */
export const onlyTheGraph: Asked = {
  typeOK: false,
  invariants: [],
  actionProperties: [],
  refinements: [],
  liveness: [],
  bounds: [],
  fair: false,
  alike: []
}

const present = true

/** Finds every name of a configuration in the protocol, or says which is not. */
export const asked = (
  protocol: Protocol,
  config: Config,
  constants: object
): Result.Result<Asked, ConfigProblem> => {
  const { invariants, properties, constraints, specification } = config
  const problem =
    unknownName(protocol, config) ??
    undecidable(protocol, config) ??
    empty(protocol, config, constants) ??
    notAlike(protocol, config)
  if (problem !== undefined) return Result.fail(problem)
  const names = (mentions: ReadonlyArray<Mention>, of: object) =>
    mentions.map(({ name }) => name).filter((name) => Object.hasOwn(of, name))
  return Result.succeed({
    typeOK: invariants.some(({ name }) => name === "TypeOK"),
    invariants: names(invariants, {
      ...protocol.invariants,
      ...protocol.witnesses
    }),
    actionProperties: names(properties, protocol.actionProperties),
    refinements: names(properties, protocol.refinements),
    liveness: names(properties, protocol.liveness).map(
      (name) => [name, protocol.liveness[name]!] as const
    ),
    bounds: names(constraints, protocol.bounds),
    fair: specification?.name === "FairSpec",
    alike: alikeIn(protocol, config)
  })
}

const unknownName = (
  protocol: Protocol,
  { invariants, properties, constraints, specification }: Config
): ConfigProblem | undefined => {
  const specifications = specification === undefined ? [] : [specification]
  return (
    missing(invariants, "an invariant", protocol, [
      { TypeOK: present },
      protocol.invariants,
      protocol.witnesses
    ]) ??
    missing(properties, "a property", protocol, [
      protocol.actionProperties,
      protocol.refinements,
      protocol.liveness
    ]) ??
    missing(constraints, "a bound", protocol, [protocol.bounds]) ??
    missing(specifications, "a specification", protocol, [
      { Spec: present, FairSpec: present }
    ])
  )
}

const undecidable = (
  { liveness }: Protocol,
  { properties, constraints }: Config
): ConfigProblem | undefined =>
  constraints.length > 0 &&
  properties.some(({ name }) => Object.hasOwn(liveness, name))
    ? {
        line: constraints[0]!.line,
        cause: "a bound cuts behaviours off: liveness would not be decided"
      }
    : undefined

/** Of nothing everything is true. */
const empty = (
  { liveness }: Protocol,
  { properties }: Config,
  constants: object
): ConfigProblem | undefined => {
  const mention = properties.find(
    ({ name }) =>
      Object.hasOwn(liveness, name) &&
      instancesOf(liveness[name]!, constants).length === 0
  )
  return (
    mention && {
      line: mention.line,
      cause: `${mention.name} has a parameter, and there is no value for it`
    }
  )
}

const missing = (
  mentions: ReadonlyArray<Mention>,
  what: string,
  { module }: Protocol,
  places: ReadonlyArray<object>
): ConfigProblem | undefined => {
  const mention = mentions.find(
    ({ name }) => !places.some((place) => Object.hasOwn(place, name))
  )
  return (
    mention && {
      line: mention.line,
      cause: `${mention.name} is not ${what} of ${module}'s twin`
    }
  )
}
