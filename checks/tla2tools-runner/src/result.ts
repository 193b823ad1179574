/** The result of a run of TLC. */
import type {
  Coverage,
  ErrorKind,
  ExpressionCoverage,
  TraceState
} from "./events.ts"
import type { ToolMessage } from "./messages.ts"
import type { Phase } from "./phase.ts"
import type { SanyReport } from "./sany.ts"
import type { ActionName, Location } from "./state.ts"

/**
 * The answer of a run.
 *
 * - `ok`: the whole search, or every simulation asked for, found no error;
 * - `vacuous`: no error was found because there is no initial state, which TLC
 *   calls success;
 * - `assumption`, `deadlock`, `safety`, `liveness`, `assertion`: violated.
 *   `liveness` includes action properties and properties of initial states;
 * - `specEvaluation`, `safetyEvaluation`, `livenessEvaluation`: TLC could not
 *   evaluate the specification, an invariant or a property;
 * - `parse`, `config`: the module or the .cfg file is wrong;
 * - `stateSpaceTooLarge`, `resources`: limits of TLC or of the machine;
 * - `incomplete`: no error was found, but a limit was reached before the end;
 * - `interrupted`: the run was not followed to its end;
 * - `killed`: the JVM was ended from outside;
 * - `toolError`: TLC failed, or its exit code and its messages disagree.
 */
export type Verdict =
  | "ok"
  | "vacuous"
  | Exclude<ErrorKind, "tool" | "commandLine">
  | "incomplete"
  | "interrupted"
  | "killed"
  | "toolError"

/** How a counter-example goes on after its last state. */
export type TraceEnd =
  | { readonly _tag: "Finite" }
  | { readonly _tag: "Stuttering" }
  | {
      readonly _tag: "BackToState"
      /** The number, from 1, of the state to which it returns. */
      readonly number: number
      readonly action: ActionName | null
      readonly location: Location | null
    }

/** A behaviour from an initial state; empty if TLC printed none. */
export interface Trace {
  readonly states: ReadonlyArray<TraceState>
  readonly end: TraceEnd
}

/** One error that TLC reported. */
export interface TlcProblem {
  readonly kind: ErrorKind
  readonly properties: ReadonlyArray<string>
  readonly code: number
  readonly text: string
  readonly trace: Trace
  /** Where an evaluation failed, outermost expression first. */
  readonly callStack: ReadonlyArray<Location>
}

export interface TlcWarning {
  readonly code: number
  readonly text: string
  readonly weakens: boolean
}

/** Everything a run said; counts are null where TLC gave none. */
export interface TlcResult {
  readonly verdict: Verdict
  /** One sentence: what is wrong, or that nothing is. */
  readonly summary: string
  /** Names of the violated properties of the first error. */
  readonly properties: ReadonlyArray<string>
  /** The counter-example of the first error. */
  readonly trace: Trace
  /** All errors; more than one with `keepGoing`. */
  readonly errors: ReadonlyArray<TlcProblem>
  readonly warnings: ReadonlyArray<TlcWarning>
  readonly distinct: number | null
  readonly generated: number | null
  readonly queue: number | null
  readonly depth: number | null
  /** Distinct initial states. */
  readonly initial: number | null
  readonly coverage: ReadonlyArray<Coverage>
  readonly expressionCoverage: ReadonlyArray<ExpressionCoverage>
  readonly collisionProbability: number | null
  readonly milliseconds: number | null
  readonly version: string | null
  readonly seed: string | null
  readonly parsed: SanyReport | null
  /** All messages but those of coverage and states. */
  readonly messages: ReadonlyArray<ToolMessage>
  /** What the specification printed. */
  readonly output: ReadonlyArray<string>
  readonly errorOutput: ReadonlyArray<string>
  /** What TLC did when it ended, or was ended. */
  readonly phase: Phase
  /** Null if the run was not followed to its end. */
  readonly exitCode: number | null
}
