/** A model's configuration as what the engine checks. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type {
  AnyWorld,
  Liveness,
  Protocol
} from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { Config, ConfigProblem, Mention } from "../models/config.ts"
import { Search } from "./search.ts"
import type { Simulation } from "./source.ts"
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

const none = { _tag: "Succeeded" } as const

/** Finds every name of a configuration in the protocol, or says which is not. */
export const asked = (
  protocol: Protocol,
  config: Config
): Result.Result<Asked, ConfigProblem> => {
  const { invariants, properties, constraints, specification } = config
  const unknown =
    missing(invariants, "an invariant", protocol, [
      { TypeOK: none },
      protocol.invariants,
      protocol.witnesses
    ]) ??
    missing(properties, "a property", protocol, [
      protocol.actionProperties,
      protocol.refinements,
      protocol.liveness
    ]) ??
    missing(constraints, "a bound", protocol, [protocol.bounds]) ??
    missing(
      specification === undefined ? [] : [specification],
      "a specification",
      protocol,
      [{ Spec: none, FairSpec: none }]
    )
  if (unknown !== undefined) return Result.fail(unknown)
  const names = (mentions: ReadonlyArray<Mention>, of: object) =>
    mentions.map(({ name }) => name).filter((name) => Object.hasOwn(of, name))
  const found = {
    typeOK: invariants.some(({ name }) => name === "TypeOK"),
    invariants: invariants
      .map(({ name }) => name)
      .filter((name) => name !== "TypeOK"),
    actionProperties: names(properties, protocol.actionProperties),
    refinements: names(properties, protocol.refinements),
    liveness: names(properties, protocol.liveness).map(
      (name) => [name, protocol.liveness[name]!] as const
    ),
    bounds: constraints.map(({ name }) => name),
    fair: specification?.name === "FairSpec"
  }
  return found.liveness.length > 0 && found.bounds.length > 0
    ? Result.fail({
        line: constraints[0]!.line,
        cause: "a bound cuts behaviours off: liveness would not be decided"
      })
    : Result.succeed(found)
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
  const search = new Search(
    above,
    {
      invariants: {},
      refinements: {},
      bounds: [],
      deadlock: false,
      initialBreaks: []
    },
    {
      limits: {},
      gauges: { memory: () => 0, elapsed: () => 0 },
      cached: true
    }
  )
  while (!search.advance(1 << 16)) continue
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
