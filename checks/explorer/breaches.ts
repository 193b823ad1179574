/** What a protocol's liveness and fairness are in terms of the engine. */
import type { Condition, Liveness } from "../../protocols/kernel/liveness.ts"
import type { AnyWorld, Protocol } from "../../protocols/kernel/protocol.ts"
import type { Label } from "./attempt.ts"
import { Memo } from "./formulas.ts"
import type { Breach, Fairness } from "./region.ts"
import type { Search } from "./search.ts"
import type { Formula, Read, Unit } from "./source.ts"
import type { Twin } from "./twin.ts"

type AnyLiveness = Liveness<AnyWorld, object>
type AnyCondition = Condition<AnyWorld, object>

/** A formula without parameters. */
type Plain = Exclude<AnyLiveness, { readonly _tag: "ForAll" }>

/** A formula for one value of each of its parameters. */
export interface PlainInstance {
  readonly of: ReadonlyArray<string | number>
  readonly formula: Plain
}

/** A formula for all values of its parameters, which must be some. */
export const instancesOf = (
  formula: AnyLiveness,
  constants: object
): ReadonlyArray<PlainInstance> =>
  formula._tag === "ForAll"
    ? formula.each(constants).flatMap(({ of, formula }) =>
        instancesOf(formula, constants).map((inner) => ({
          of: [of, ...inner.of],
          formula: inner.formula
        }))
      )
    : [{ of: [], formula }]

/** The ways to break a formula; none is possible if the first is not. */
export const breachesOf = (
  twin: Twin,
  search: Search<Label>,
  formula: Plain
): ReadonlyArray<Breach> => {
  const holds = (condition: AnyCondition) => {
    const memo = new Memo(formulaOf(twin, condition), true)
    return (row: number) => memo.value(search.idsOf(row)) === 1
  }
  const fails = (condition: AnyCondition) => {
    const test = holds(condition)
    return (row: number) => !test(row)
  }
  const ever = { begins: always, stays: always, returns: always }
  switch (formula._tag) {
    case "Eventually": {
      const begins = (row: number) => search.rows.parents[row] === -1
      return [{ ...ever, begins, stays: fails(formula.to) }]
    }
    case "LeadsTo": {
      const waits = { ...ever, stays: fails(formula.to) }
      const from = holds(formula.from)
      // What begins within the cycle may do so after its first state.
      return [
        { ...waits, begins: from },
        { ...waits, returns: from }
      ]
    }
    case "EventuallyAlways":
      return [{ ...ever, returns: fails(formula.holds) }]
    case "AlwaysEventually":
      return [{ ...ever, stays: fails(formula.holds) }]
  }
}

const always = () => true

const formulaOf =
  (twin: Twin, condition: AnyCondition): Formula =>
  (read) => {
    const enabled = (action: string, id: string) =>
      isEnabled(twin, read, action, id)
    return twin.viewed((world) =>
      condition(world, twin.constants, enabled) ? 1 : 0
    )(read)
  }

/** Is there a step of the actor's action that changes something? */
const isEnabled = (
  twin: Twin,
  read: Read,
  action: string,
  id: string
): boolean => {
  const { next, environment, module } = twin.protocol
  const kind = { ...next, ...environment }[action]?.actor
  const actor = twin.actors.find((a) => a.id === id && a.kind === kind)
  if (actor === undefined) {
    throw new Error(`${module} has no action ${action} of an actor ${id}`)
  }
  const isOther = ({ cell }: Unit<Label>) =>
    cell !== actor.cell && twin.actorAt(cell) !== undefined
  const happens = (unit: Unit<Label>): boolean => {
    const { outcomes, then } = unit.expand(read(unit.cell))
    return (
      outcomes.some(
        ({ label, writes }) =>
          label.action === action &&
          label.actor === id &&
          writes.some((write) => {
            const before = read(write.cell)
            return before !== ("id" in write ? write.id : write.update(before))
          })
      ) || then.some(happens)
    )
  }
  return twin.roots.some((unit) => !isOther(unit) && happens(unit))
}

/** Each fair action of each fair actor is fair by itself. */
export const fairnessOf = (
  { protocol, constants, actors }: Twin,
  search: Search<Label>
): Fairness => {
  const strengths: Array<"weak" | "strong"> = []
  const numbers = new Map<string, Map<string, number>>()
  const fair = protocol.fairActors?.(constants)
  for (const [action, strength] of fairActions(protocol)) {
    const { actor: kind } = protocol.next[action]!
    const acting = actors.filter(
      (actor) => actor.kind === kind && fair?.includes(actor.id) !== false
    )
    numbers.set(
      action,
      new Map(acting.map(({ id }) => [id, strengths.push(strength) - 1]))
    )
  }
  return {
    strengths,
    of: (outcome) => {
      const { action, actor } = search.steps.outcomes[outcome]!.label
      return numbers.get(action)?.get(actor) ?? -1
    }
  }
}

/** An action that is both weakly and strongly fair is strongly fair. */
const fairActions = ({
  weaklyFair,
  stronglyFair = []
}: Protocol): ReadonlyMap<string, "weak" | "strong"> =>
  new Map([
    ...weaklyFair.map((action) => [action, "weak"] as const),
    ...stronglyFair.map((action) => [action, "strong"] as const)
  ])
