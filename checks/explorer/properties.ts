/** A model's configuration as what the engine checks. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Liveness } from "../../protocols/kernel/liveness.ts"
import type { AnyWorld, Protocol } from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { Config, ConfigProblem, Mention } from "../models/config.ts"
import { instancesOf } from "./breaches.ts"
import { Search } from "./search.ts"
import type { Simulation } from "./source.ts"
import type { Label } from "./attempt.ts"
import { Twin } from "./twin.ts"

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
}

/** Nothing but the graph. */
export const onlyTheGraph: Asked = {
  typeOK: false,
  invariants: [],
  actionProperties: [],
  refinements: [],
  liveness: [],
  bounds: [],
  fair: false
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
    empty(protocol, config, constants)
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
    fair: specification?.name === "FairSpec"
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

/** The abstract protocol's state graph, as what a refinement must stay in. */
export const simulation = (
  twin: Twin,
  name: string
): Simulation & { readonly startsRight: boolean } => {
  const { abstract, map } = twin.protocol.refinements[name]!
  const constants = Schema.decodeUnknownSync(abstract.constants)(twin.constants)
  const above = new Twin(abstract, constants)
  const search = wholeSearch(above)
  const numbers = new Map<string, number>()
  const numberOf = (world: AnyWorld): number => {
    const text = key(world)
    if (!numbers.has(text)) numbers.set(text, numbers.size)
    return numbers.get(text)!
  }
  const rowNumber = Array.from({ length: search.rows.count }, (_, row) => {
    const ids = search.idsOf(row)
    return above.viewed(numberOf)((cell) => ids[cell] ?? 0)
  })
  const edges = new Set<string>()
  rowNumber.forEach((from, row) =>
    search.edges(row, (_, to) => edges.add(`${from} ${rowNumber[to]}`))
  )
  const image = twin.viewed((world) => numberOf(map(world)))
  const first = image((cell) => twin.initial[0]![cell] ?? 0)
  return {
    image,
    allows: (from, to) => edges.has(`${from} ${to}`),
    startsRight: rowNumber.some(
      (number, row) => number === first && search.rows.parents[row] === -1
    )
  }
}

/** An abstract protocol has few states, or a refinement costs too much. */
const ABSTRACT_STATES = 1 << 20

/** Every state of a twin, with no property checked. */
const wholeSearch = (twin: Twin): Search<Label> => {
  const search = new Search<Label>(
    twin,
    {
      invariants: {},
      refinements: {},
      bounds: [],
      deadlock: false,
      initialBreaks: []
    },
    {
      limits: { states: ABSTRACT_STATES },
      gauges: { memory: () => 0, elapsed: () => 0 },
      cached: true
    }
  )
  while (!search.advance(1 << 16)) continue
  if (search.ending?._tag !== "Complete") {
    const most = ABSTRACT_STATES.toLocaleString("en")
    throw new Error(
      `${twin.protocol.module} has more than ${most} states: too many to hold a refinement against`
    )
  }
  return search
}
