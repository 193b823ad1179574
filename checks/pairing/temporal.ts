/** What spec and twin say about whole behaviours: liveness and fairness. */
import type { Liveness } from "../../protocols/kernel/liveness.ts"
import type { AnyWorld } from "../../protocols/kernel/protocol.ts"
import type { Difference } from "./compare.ts"
import { mentions } from "./module.ts"
import { definition, type Differences, names, type Pair } from "./pair.ts"
import { placeOf } from "./twin.ts"

type AnyLiveness = Liveness<AnyWorld, object>
type Form = Exclude<AnyLiveness["_tag"], "ForAll">

/** How each form is written; a later one may be part of an earlier one. */
const FORMS: ReadonlyArray<readonly [Form, notation: string, RegExp]> = [
  ["LeadsTo", "P ~> Q", /~>/],
  ["EventuallyAlways", "<>[]P", /<>\s*\[\]/],
  ["AlwaysEventually", "[]<>P", /\[\]\s*<>/],
  // Not the empty tuple.
  ["Eventually", "<>P", /(?<!<)<>/]
]

/** Does a formula, without its strings, tell of whole behaviours? */
export const isLiveness = (bare: string): boolean =>
  FORMS.some(([, , written]) => written.test(bare))

/** Liveness properties that say another thing under the same name. */
export const forms = (both: Pair): Differences =>
  Object.entries(both.protocol.liveness).flatMap(([name, formula]) => {
    const spec = definition(both.module, name)
    const ours = FORMS.find(([, , written]) => written.test(spec?.bare ?? ""))
    const form = formOf(formula, both.constants)
    const theirs = FORMS.find(([tag]) => tag === form)
    if (spec === undefined || ours === undefined || ours === theirs) return []
    const difference: Difference = {
      _tag: "Property",
      spec: spec.place,
      twin: placeOf(both.twin, name),
      sentence: `${name} is ${ours[1]} in the spec, ${theirs?.[1]} in the twin`
    }
    return [difference]
  })

/** The form of a formula whatever it ranges over. */
const formOf = (formula: AnyLiveness, constants: object): Form | undefined => {
  if (formula._tag !== "ForAll") return formula._tag
  const [first] = formula.each(constants)
  return first && formOf(first.formula, constants)
}

/** What is fair; if that has no name, the rest of the line. */
const WEAK = /((?<=\bWF_\w+\()\w+|\bWF_(?!\w+\(\w).*)/g
const STRONG = /((?<=\bSF_\w+\()\w+|\bSF_(?!\w+\(\w).*)/g

export const fairness = (both: Pair): Differences => {
  const spec = definition(both.module, "Fairness")
  const { weaklyFair, stronglyFair } = both.protocol
  const strong = stronglyFair === undefined ? "weaklyFair" : "stronglyFair"
  const compare = (
    how: string,
    written: RegExp,
    theirs: ReadonlyArray<string>,
    key: string
  ) =>
    names(
      both,
      "Fairness",
      `${how} fair action`,
      spec === undefined ? [] : mentions(spec.place, spec.bare, written),
      theirs,
      key,
      spec
    )
  return [
    ...compare("weakly", WEAK, weaklyFair, "weaklyFair"),
    ...compare("strongly", STRONG, stronglyFair ?? [], strong)
  ]
}
