/**
 * Formulas about whole behaviours: something good happens in the end. What a
 * behaviour owes is said by the protocol's fairness.
 */

/**
 * Can the actor with this id take this action now, with effect? TLA+'s
 * `ENABLED <<A(id)>>_vars`.
 */
export type Enabled = (action: string, id: string) => boolean

/** A formula about one state, and about what is possible there. */
export type Condition<W, Constants> = (
  world: W,
  constants: Constants,
  enabled: Enabled
) => boolean

/** A formula about whole behaviours. */
export type Liveness<W, Constants> =
  | { readonly _tag: "Eventually"; readonly to: Condition<W, Constants> }
  | {
      readonly _tag: "LeadsTo"
      readonly from: Condition<W, Constants>
      readonly to: Condition<W, Constants>
    }
  | {
      readonly _tag: "EventuallyAlways"
      readonly holds: Condition<W, Constants>
    }
  | {
      readonly _tag: "AlwaysEventually"
      readonly holds: Condition<W, Constants>
    }
  | {
      readonly _tag: "ForAll"
      readonly each: (
        constants: Constants
      ) => ReadonlyArray<Instance<W, Constants>>
    }

/** A formula for one value of its parameter. */
export interface Instance<W, Constants> {
  readonly of: string | number
  readonly formula: Liveness<W, Constants>
}

/** `<>P`: every behaviour reaches a state in which the formula is true. */
export const eventually = <W, Constants>(
  to: Condition<W, Constants>
): Liveness<W, Constants> => ({ _tag: "Eventually", to })

/** `P ~> Q`: where the first is true, the second is, then or later. */
export const leadsTo = <W, Constants>(
  from: Condition<W, Constants>,
  to: Condition<W, Constants>
): Liveness<W, Constants> => ({ _tag: "LeadsTo", from, to })

/** `<>[]P`: from some state on the formula stays true. */
export const eventuallyAlways = <W, Constants>(
  holds: Condition<W, Constants>
): Liveness<W, Constants> => ({ _tag: "EventuallyAlways", holds })

/** `[]<>P`: the formula is true again and again. */
export const alwaysEventually = <W, Constants>(
  holds: Condition<W, Constants>
): Liveness<W, Constants> => ({ _tag: "AlwaysEventually", holds })

/** `\A x \in S : P(x)`, where the constants say what is in `S`. */
export const forAll = <A extends string | number, W, Constants>(
  over: (constants: Constants) => ReadonlyArray<A>,
  formula: (one: A) => Liveness<W, Constants>
): Liveness<W, Constants> => ({
  _tag: "ForAll",
  each: (constants) =>
    over(constants).map((of) => ({ of, formula: formula(of) }))
})
