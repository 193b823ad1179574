/** What a search has asked of the protocol, to be asked again under other names. */
import type * as Result from "effect/Result"
import type { Forbidden, Transition } from "./machine.ts"
import type { Label } from "./observed.ts"

/** An action, what it read, and what came of it. */
export interface Evaluation {
  readonly label: Label
  /** The states that it read. */
  readonly states: ReadonlyMap<string, object>
  readonly result: Result.Result<Transition, Forbidden>
}
