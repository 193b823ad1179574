/**
 * A mistake that somebody made, as data: what it makes of the actions, the same
 * change of the spec, and what must notice it.
 */
import type { Action } from "./protocol.ts"

export interface Bug {
  /** What is done wrong, in one sentence. */
  readonly sentence: string
  /** The actions as the mistake makes them; the others stay as they are. */
  readonly actions: Readonly<Record<string, Action>>
  /** The same in the spec; each text is there once. */
  readonly spec: ReadonlyArray<Edit>
  /** The everyday model in which it shows. */
  readonly model: string
  /** The property of that model that it violates. */
  readonly kills: string
}

/** One text of a module, and what stands there instead. */
export interface Edit {
  /** `TwoPhaseCommit`, without `.tla`. */
  readonly module: string
  readonly from: string
  readonly to: string
}

/** The bugs of one protocol, by their names. */
export type Bugs = Readonly<Record<string, Bug>>

/** The action with one of its guards always true. */
export const unguarded = <A extends Pick<Action, "guards">>(
  action: A,
  guard: keyof A["guards"]
): A => ({ ...action, guards: { ...action.guards, [guard]: () => true } })
