/** How the states were visited, if not breadth first, and what that is worth. */
import type { CheckReport, Visited } from "../../check/report.ts"
import { count, plural } from "./figures.ts"
import { wrapped } from "../../reports/wrapped.ts"

/** Details are indented. */
const COLUMNS = 78

export const visitedLines = ({
  model,
  visited,
  counterexample
}: CheckReport): ReadonlyArray<string> => {
  if (visited === undefined) return []
  const how = visited.order === "random" ? "by chance" : "depth first"
  const found =
    counterexample === undefined
      ? []
      : [`Found ${how}: there may be a shorter way.`]
  return visited.order === "random"
    ? [...found, ...walkLines(model, visited)]
    : found
}

const walkLines = (
  model: string,
  walked: Extract<Visited, { readonly order: "random" }>
): ReadonlyArray<string> => {
  const { walks, depth, seed, taken, unasked } = walked
  const actions = Object.entries(taken)
  const listed = (title: string, names: ReadonlyArray<string>, rest = "") =>
    names.length === 0
      ? []
      : wrapped(`${title}: ${names.join(", ")}${rest}.`, COLUMNS)
  return [
    `At most ${plural(walks, "walk")} of ${plural(depth, "step")}, seed ${seed}.`,
    ...listed(
      "Taken",
      actions
        .filter(([, times]) => times > 0)
        .map(([action, times]) => `${action} ${count(times)}`)
    ),
    ...listed(
      "Never taken",
      actions.filter(([, times]) => times === 0).map(([action]) => action)
    ),
    ...listed("Not asked", unasked, ", about whole behaviours"),
    "The same again:",
    `  npx bisim check --model ${model} --walks ${walks} --depth ${depth} --seed ${seed}`
  ]
}
