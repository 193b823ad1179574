/** What a search is asked, where it must stop, and how it ended. */
import type { Order } from "./frontier.ts"
import type { Formula, Simulation, Symmetry } from "./source.ts"

/** What is to be checked, under the names in which it is reported. */
export interface Properties {
  readonly invariants: Readonly<Record<string, Formula>>
  readonly refinements: Readonly<Record<string, Simulation>>
  /** States in which one of these is 0 are not explored further. */
  readonly bounds: ReadonlyArray<Formula>
  readonly deadlock: boolean
  /** Properties of parts that an initial state breaks. */
  readonly initialBreaks: ReadonlyArray<string>
}

/** Where to stop, even if there is more: states, levels, bytes, milliseconds. */
export interface Limits {
  readonly states?: number | undefined
  readonly depth?: number | undefined
  readonly memory?: number | undefined
  readonly time?: number | undefined
}

/** What was reached; `walks`: the last of so many. */
export type Limit = keyof Limits | "walks"

/** What the search reads of the world, given by its caller. */
export interface Gauges {
  /** Bytes in use. */
  readonly memory: () => number
  /** Milliseconds since the search began. */
  readonly elapsed: () => number
}

/** How a search is to go. */
export interface Run {
  readonly limits: Limits
  readonly gauges: Gauges
  /** False: everything is asked anew for each state. */
  readonly cached: boolean
  /** Left out: breadth first. */
  readonly order?: Order | undefined
  /** Left out: every state is stored. */
  readonly symmetry?: Symmetry | undefined
}

/** A step that was taken, and the state after it. */
export interface Taken<Label> {
  readonly label: Label
  readonly ids: Int32Array
}

export type Ending =
  | { readonly _tag: "Complete" }
  | { readonly _tag: "Incomplete"; readonly limit: Limit }
  | {
      readonly _tag: "Violated"
      readonly property: string
      /** The last stored row of the way there; -1: an initial state. */
      readonly row: number
      /** The state that violates, as ids; it may not be stored. */
      readonly ids: Int32Array
    }
