/** Steps in words, and many of them in few lines. */
import type { Label } from "./observed.ts"
import { valueText } from "../words.ts"

/** `TMRcvPrepared by tm of Prepared{rm: rm-0}`, `Read by t1 with {key: k1}` */
export const labelText = ({ action, actor, choice, message }: Label): string =>
  [
    `${action} by ${actor}`,
    ...(choice === undefined ? [] : [`with ${valueText(choice)}`]),
    ...(message === undefined ? [] : [`of ${valueText(message)}`])
  ].join(" ")

/** The first lines, and how many more there are. */
export const atMost = (
  lines: ReadonlyArray<string>,
  limit: number
): ReadonlyArray<string> =>
  lines.length <= limit
    ? lines
    : [...lines.slice(0, limit - 1), `... and ${lines.length - limit + 1} more`]

const few = (names: Iterable<string>): string => {
  const all = [...new Set(names)]
  return all.length <= 4
    ? all.join(", ")
    : `${all.slice(0, 3).join(", ")} and ${all.length - 3} more`
}

/** One line for each action: by whom, of what. */
export const summary = (
  labels: ReadonlyArray<Label>
): ReadonlyArray<string> => {
  const byAction = Map.groupBy(labels, ({ action }) => action)
  return [...byAction].map(([action, same]) => {
    const messages = same.flatMap(({ message }) =>
      message === undefined ? [] : [valueText(message)]
    )
    const choices = same.flatMap(({ choice }) =>
      choice === undefined ? [] : [valueText(choice)]
    )
    return [
      `${action} by ${few(same.map(({ actor }) => actor))}`,
      ...(choices.length === 0 ? [] : [`with ${few(choices)}`]),
      ...(messages.length === 0 ? [] : [`of ${few(messages)}`])
    ].join(" ")
  })
}
