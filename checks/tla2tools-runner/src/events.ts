/** The events of a run of TLC. */
import type { ToolMessage } from "./messages.ts"
import type { SanyReport } from "./sany.ts"
import type { ActionName, Location, StateVariables } from "./state.ts"

/** One state of a trace. `number` counts from 1. */
export interface TraceState extends StateVariables {
  readonly number: number
  /** What led here; null for an initial state, and in a depth-first search. */
  readonly action: ActionName | null
  /** Where that action stands in its module, if TLC says. */
  readonly location: Location | null
}

/** How far a search is. What TLC does not say, or calls -1, is null. */
export interface Progress {
  readonly depth: number | null
  readonly generated: number
  readonly distinct: number | null
  readonly queue: number | null
  readonly generatedPerMinute: number | null
  readonly distinctPerMinute: number | null
}

/** How often an action, an initial predicate or a property was used. */
export interface Coverage {
  readonly kind: "initial" | "action" | "property" | "constraint" | "variable"
  readonly name: string
  readonly location: Location | null
  /** New states that it found; null for a property. */
  readonly distinct: number | null
  /** States that it generated; null for a property. */
  readonly generated: number | null
}

/** How often an expression was evaluated; `depth` is its nesting. */
export interface ExpressionCoverage {
  readonly location: Location | null
  readonly depth: number
  readonly count: number
  readonly cost: number | null
}

/** What an error means; see `Verdict` for the words. */
export type ErrorKind =
  | "assumption"
  | "deadlock"
  | "safety"
  | "liveness"
  | "assertion"
  | "specEvaluation"
  | "safetyEvaluation"
  | "livenessEvaluation"
  | "parse"
  | "config"
  | "stateSpaceTooLarge"
  | "resources"
  | "commandLine"
  | "tool"

/** Every event that comes from a message carries it whole. */
type FromMessage = { readonly message: ToolMessage }

export type TlcEvent =
  | ({ readonly _tag: "Version"; readonly version: string } & FromMessage)
  | ({
      readonly _tag: "Started"
      readonly mode: "breadth-first" | "depth-first" | "simulation"
      readonly workers: number | null
      readonly fingerprint: number | null
      /** 64 bits, so kept as text. */
      readonly seed: string | null
      readonly processId: number | null
    } & FromMessage)
  | { readonly _tag: "Parsed"; readonly report: SanyReport }
  | ({
      readonly _tag: "InitialStates"
      readonly generated: number
      readonly distinct: number
    } & FromMessage)
  | ({ readonly _tag: "Progress"; readonly progress: Progress } & FromMessage)
  | ({
      readonly _tag: "Statistics"
      readonly generated: number
      readonly distinct: number | null
      readonly queue: number | null
    } & FromMessage)
  | ({ readonly _tag: "Depth"; readonly depth: number } & FromMessage)
  | ({
      readonly _tag: "Temporal"
      readonly phase: "started" | "finished"
    } & FromMessage)
  | ({
      readonly _tag: "Error"
      readonly kind: ErrorKind
      /** Names of what was violated, where TLC says. */
      readonly properties: ReadonlyArray<string>
      /** The state that a violation by an initial state is reported with. */
      readonly state: TraceState | null
    } & FromMessage)
  | ({ readonly _tag: "State"; readonly state: TraceState } & FromMessage)
  | ({ readonly _tag: "Stuttering"; readonly number: number } & FromMessage)
  | ({
      readonly _tag: "BackToState"
      /** The number of the state to which the behaviour returns. */
      readonly number: number
      readonly action: ActionName | null
      readonly location: Location | null
    } & FromMessage)
  | ({
      readonly _tag: "CallStack"
      readonly locations: ReadonlyArray<Location>
    } & FromMessage)
  | ({ readonly _tag: "Coverage"; readonly coverage: Coverage } & FromMessage)
  | ({
      readonly _tag: "ExpressionCoverage"
      readonly coverage: ExpressionCoverage
    } & FromMessage)
  | ({
      readonly _tag: "Success"
      /** Chance that two states shared a fingerprint, as TLC estimates it. */
      readonly collisionProbability: number | null
    } & FromMessage)
  | ({
      readonly _tag: "Warning"
      /** True if the answer means less than it says: vacuous or unsound. */
      readonly weakens: boolean
    } & FromMessage)
  | ({
      readonly _tag: "Finished"
      readonly milliseconds: number | null
    } & FromMessage)
  | ({ readonly _tag: "Message" } & FromMessage)
  | { readonly _tag: "Output"; readonly text: string }
  | { readonly _tag: "ErrorOutput"; readonly text: string }
  | { readonly _tag: "Exit"; readonly code: number }
