/** A spec and its twin, and how the names of both are compared. */
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { type Aspect, compareNames, type Difference } from "./compare.ts"
import type { Definition, Module, Named } from "./module.ts"
import { placeOf, type Twin } from "./twin.ts"

export type Differences = ReadonlyArray<Difference>

export interface Pair {
  readonly module: Module
  /** The module of bounds and witnesses. */
  readonly models: Module
  readonly twin: Twin
  readonly protocol: Protocol
  /** Some constants of the protocol. */
  readonly constants: object
}

export const definition = (
  module: Module,
  name: string
): Definition | undefined => module.definitions.find((d) => d.name === name)

/**
 * Compares with the names that the twin lists under `key`, which for guards is
 * their action; `listed` is where the spec does.
 */
export const names = (
  { module, twin }: Pair,
  _tag: Aspect,
  what: string,
  spec: ReadonlyArray<Named>,
  theirs: ReadonlyArray<string>,
  key: string,
  listed: Named = module
): Differences =>
  compareNames({
    _tag,
    what,
    spec,
    twin: theirs.map((name) => ({
      name,
      place: placeOf(twin, name, _tag === "Guard" ? key : undefined)
    })),
    whole: { spec: listed.place, twin: placeOf(twin, key) }
  })
