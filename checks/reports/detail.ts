/** All of one step, as the page shows it beside the rows. */
import { canonical, type TlaValue } from "tla2tools-runner"
import { valueText } from "../../traces/words.ts"
import type { Change } from "../explorer/counterexample.ts"
import type { Behaviour, Field, GuardValue, ToldStep } from "./behaviour.ts"
import { movedBy, partsOf, stepText } from "./change.ts"
import { plain } from "../models/config.ts"
import { element, escaped } from "./xml.ts"

/** Values are cut that would bury all others. */
const LONGEST = 2000

const valued = (value: unknown): string => {
  const text = valueText(value)
  const more = text.length - LONGEST
  return escaped(
    more > 0 ? `${text.slice(0, LONGEST)}… (${more} characters more)` : text
  )
}

const code = (...content: ReadonlyArray<string>): string =>
  element("code", {}, ...content)

/** A step by its number; the initial state is number 0. */
export const detail = (
  behaviour: Behaviour,
  step: ToldStep | undefined,
  number: number
): string =>
  element(
    "section",
    { class: "detail", hidden: "" },
    ...(step === undefined
      ? initially(behaviour)
      : told(behaviour, step, number))
  )

const initially = ({ states }: Behaviour): ReadonlyArray<string> => [
  element("h2", {}, "initially"),
  ...list(
    "variables of the spec",
    Object.entries(states?.[0] ?? {}).map(variable)
  )
]

/** Of a function, what is mapped to the same value stands together. */
const variable = ([name, value]: readonly [string, TlaValue]): string => {
  const alike = Map.groupBy(entriesOf(value), ([, to]) => canonical(to))
  const lines = [...alike.values()].map((entries) => {
    const from = entries.map(([from]) => escaped(valueText(from))).join(", ")
    return `${from}: ${valued(plain(entries[0]![1]))}`
  })
  return item(
    "",
    fieldName(name),
    ...(lines.length === 0 ? [valued(plain(value))] : lines).map((l) => code(l))
  )
}

const entriesOf = (
  value: TlaValue
): ReadonlyArray<readonly [unknown, TlaValue]> => {
  if (typeof value !== "object") return []
  switch (value._tag) {
    case "Function":
      return value.entries.map(([from, to]) => [plain(from), to] as const)
    case "Record":
      return Object.entries(value.fields)
    default:
      return []
  }
}

const fieldName = (name: string): string =>
  element("span", { class: "field" }, escaped(name))

const told = (
  behaviour: Behaviour,
  step: ToldStep,
  number: number
): ReadonlyArray<string> => {
  const { sentence, guards, changes, sent, kept, logged, line, rejected } = step
  const { choice, message: _, ...named } = step
  const { length } = behaviour.steps
  const where = line === undefined ? "" : `, line ${line} of the log`
  return [
    element("p", { class: "nth" }, `step ${number} of ${length}${where}`),
    element("h2", {}, escaped(stepText(named))),
    ...(sentence === undefined ? [] : [element("p", {}, escaped(sentence))]),
    ...because(step),
    ...chosen(choice),
    ...received(behaviour, step),
    ...list("guards", guards.map(guard)),
    ...list("changes", changes.filter(isField).flatMap(partsOf).map(change)),
    ...list(
      "sends",
      sent.map((message) => item("→", code(valued(message))))
    ),
    ...list(
      "possible instead",
      (rejected?.instead ?? []).map((text) => item("", code(escaped(text)))),
      "kept"
    ),
    ...list("the log says", logged.map(fieldItem), "kept"),
    ...list(
      rejected === undefined ? "stays" : "known before",
      kept.map(fieldItem),
      "kept"
    )
  ]
}

const fieldItem = ({ field, value }: Field): string =>
  item("", code(`${escaped(field)} = ${valued(value)}`))

const isField = ({ field }: Change): boolean => field !== "network"

const item = (sign: string, ...content: ReadonlyArray<string>): string =>
  element("li", { "data-sign": sign }, ...content)

const list = (
  title: string,
  items: ReadonlyArray<string>,
  name?: string
): ReadonlyArray<string> =>
  items.length === 0
    ? []
    : [element("h3", {}, title), element("ul", { class: name }, ...items)]

const because = ({ rejected }: ToldStep): ReadonlyArray<string> => {
  if (rejected === undefined) return []
  const [sentence, ...details] = rejected.why
  return [
    element("h3", {}, "rejected"),
    element("p", { class: "why" }, escaped(sentence)),
    ...details.map((text) => element("p", {}, code(escaped(text))))
  ]
}

const chosen = (choice: ToldStep["choice"] = {}): ReadonlyArray<string> =>
  list(
    "chooses",
    Object.entries(choice).map(([field, value]) => fieldItem({ field, value })),
    "kept"
  )

const received = (
  { steps }: Behaviour,
  { message, sentIn }: ToldStep
): ReadonlyArray<string> => {
  if (message === undefined) return []
  const from =
    sentIn === undefined
      ? ""
      : `from ${escaped(steps[sentIn - 1]!.actor)}, sent in ${element("a", { href: `#${sentIn}` }, `step ${sentIn}`)}`
  return list("receives", [item("←", code(valued(message)), from)])
}

const guard = ({ name, formula, holds }: GuardValue): string => {
  const sign = holds === undefined ? "?" : holds ? "✓" : "✗"
  const value = holds === undefined ? "not asked" : String(holds)
  return element(
    "li",
    { class: String(holds), "data-sign": sign, title: value },
    `${escaped(name)} is ${value}`,
    code(escaped(formula))
  )
}

const change = (each: Change): string => {
  const { field, before, after } = each
  const name = fieldName(field)
  const moved = movedBy(each)
  if (moved !== undefined) {
    return item(
      "~",
      name,
      ...moved.gone.map((value) => signed("gone", "−", value)),
      ...moved.come.map((value) => signed("come", "+", value))
    )
  }
  const from = element("del", {}, valued(before))
  const to = element("ins", {}, valued(after))
  return item("~", name, code(`${from} → ${to}`))
}

const signed = (name: string, sign: string, value: unknown): string =>
  element("code", { class: name }, `${sign} ${valued(value)}`)
