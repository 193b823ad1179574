/** What each guard is good for, as a table. */
import type { ActionCoverage } from "../../explorer/coverage.ts"
import type { Covered } from "../programs/coverage.ts"
import { count, plural } from "./figures.ts"
import type { Style } from "./style.ts"
import { table } from "./table.ts"
import { wrapped } from "../../reports/wrapped.ts"

const COLUMNS = 80

const rowsOf = ({
  action,
  taken,
  guards
}: ActionCoverage): ReadonlyArray<ReadonlyArray<string>> => {
  const [first = [], ...rest] = guards.map(({ guard, isFalse, alone }) => [
    guard,
    count(isFalse),
    count(alone)
  ])
  return [[action, count(taken), ...first], ...rest.map((r) => ["", "", ...r])]
}

/** A list after its title; nothing if it is empty. */
const listed = (
  title: string,
  names: ReadonlyArray<string>,
  style: Style
): ReadonlyArray<string> =>
  names.length === 0
    ? []
    : wrapped(`${title}: ${names.join(", ")}.`, COLUMNS).map(style.yellow)

/** What the columns count, for those who see them first. */
const LEGEND =
  "Tries: taken, with a guard false, and with it alone false: there it matters."

/** One module's coverage. */
export const coverageLines = (
  { module, models, states, complete, actions }: Covered,
  style: Style
): ReadonlyArray<string> => {
  const title = `${module}: ${plural(states, "state")} of ${models.join(", ")}`
  const heading = ["action", "taken", "guard", "false", "alone"]
  const spare = actions.flatMap(({ action, guards }) =>
    guards
      .filter(({ alone }) => alone === 0)
      .map(({ guard }) => `${guard} of ${action}`)
  )
  const idle = actions.filter(({ taken }) => taken === 0)
  const cut = "Incomplete: a limit was reached before all states were seen."
  return [
    "",
    ...wrapped(title, COLUMNS).map(style.bold),
    ...table(
      [heading.map(style.dim), ...actions.flatMap(rowsOf)],
      ["left", "right", "left", "right", "right"]
    ),
    style.dim(LEGEND),
    ...(complete ? [] : [style.yellow(cut)]),
    ...listed(
      "Never taken",
      idle.map(({ action }) => action),
      style
    ),
    ...listed("No state needs", spare, style)
  ]
}
