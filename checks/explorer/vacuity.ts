/** Does a property say anything of the states that there are? */
import { breachesOf, instancesOf } from "./breaches.ts"
import type { Label } from "./attempt.ts"
import type { Asked } from "./properties.ts"
import type { Search } from "./search.ts"
import type { Twin } from "./twin.ts"

/**
 * The name of a leads-to whose left side never holds, whatever the values of its
 * parameters: it is true of anything that may follow.
 */
export const vacuous = (
  twin: Twin,
  search: Search<Label>,
  { liveness }: Asked
): string | undefined =>
  liveness.find(([, whole]) =>
    instancesOf(whole, twin.constants).every(
      ({ formula }) =>
        formula._tag === "LeadsTo" &&
        isNever(search, breachesOf(twin, search, formula)[0]!.begins)
    )
  )?.[0]

const isNever = (
  { rows }: Search<Label>,
  holds: (row: number) => boolean
): boolean => {
  for (let row = 0; row < rows.count; row++) if (holds(row)) return false
  return true
}
