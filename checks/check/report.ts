/** What a check found, whichever engine ran it. */
import type { Counterexample } from "../explorer/counterexample.ts"
import type { Walked } from "../explorer/random-walks.ts"
import type { Variables } from "./variables.ts"

export type Engine = "explorer" | "tlc"

/**
 * How a check ended. `vacuous`: nothing is violated, but a property says nothing
 * of any state; `incomplete`: a limit was reached before all states were
 * seen; `error`: the spec or its configuration makes no sense to the engine;
 * `failed`: the engine itself did.
 */
export type Ended =
  | "ok"
  | "deadlock"
  | "safety"
  | "liveness"
  | "assumption"
  | "assertion"
  | "vacuous"
  | "incomplete"
  | "error"
  | "failed"

/** How the states were visited, if not breadth first. */
export type Visited =
  | { readonly order: "depth-first" }
  | ({ readonly order: "random" } & Walked)

export interface CheckReport {
  readonly model: string
  readonly folder: string
  readonly engine: Engine
  readonly result: Ended
  /** Then a counter-example need not be the shortest. */
  readonly visited?: Visited
  /** The property that is violated, or the limit that was reached. */
  readonly violates?: string
  /** For which values of its parameters, where it has some. */
  readonly of?: ReadonlyArray<string | number>
  readonly limit?: string
  /** What the engine says of an error. */
  readonly summary?: string
  /** Counts of states and steps; levels of the breadth-first search. */
  readonly distinct?: number
  readonly generated?: number
  readonly depth?: number
  /** States in the counter-example. */
  readonly length?: number
  readonly counterexample?: Counterexample
  /** Its states in the spec's variables, where the engine tells them. */
  readonly states?: ReadonlyArray<Variables>
  /** Milliseconds, and bytes where the engine can tell. */
  readonly elapsed: number
  readonly memory?: number
  /** Where it differs from what the manifest expects, in words. */
  readonly differences: ReadonlyArray<string>
}

/** Is it what the manifest, or failing that anybody, wants to see? */
export const isGreen = (
  report: CheckReport,
  expected: { readonly result: string } | undefined
): boolean =>
  report.result === (expected?.result ?? "ok") &&
  report.differences.length === 0
