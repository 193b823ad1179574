/** Tables that are made from specs, twins and measurements. */
import * as SchemaAST from "effect/SchemaAST"
import { key } from "../../protocols/kernel/value.ts"
import type { Unnoticed } from "../../protocols/unnoticed.ts"
import type {
  Change,
  Counterexample,
  Step
} from "../explorer/counterexample.ts"
import type { BugReport } from "../mutants/bugs.ts"
import type { FairnessReport } from "../mutants/fairness.ts"
import type { GuardReport } from "../mutants/guards.ts"
import type { Pair } from "./library.ts"

/** A Markdown table with its columns in line, as the formatter wants it. */
export const table = (
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>
): ReadonlyArray<string> => {
  const widths = head.map((title, i) =>
    Math.max(3, ...[title, ...rows.map((row) => row[i] ?? "")].map(lengthOf))
  )
  const line = (cells: ReadonlyArray<string>) => {
    const padded = widths.map((width, i) => {
      const cell = cells[i] ?? ""
      return cell + " ".repeat(width - lengthOf(cell))
    })
    return `| ${padded.join(" | ")} |`
  }
  const rule = widths.map((width) => "-".repeat(width))
  return [line(head), line(rule), ...rows.map(line)]
}

const lengthOf = (text: string): number => [...text].length

const code = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``

/** The variables of a module: where the twin has them, values, meaning. */
export const stateTable = (pair: Pair): ReadonlyArray<string> => {
  const lines = (path: string) =>
    pair.spec.find((file) => file.path === path)!.text.split("\n")
  const typeOK = pair.module.definitions.find((d) => d.name === "TypeOK")
  const rows = pair.module.variables.map(({ name, place }) => {
    const [, meaning = ""] =
      /\\\* *(.*)$/.exec(lines(place.path)[place.line - 1]!) ?? []
    const type = new RegExp(
      String.raw`(?:==|/\\|:) +${name}(?:\[i\])?\s+(?:\\in\s+)?([^\n]*)`
    ).exec(typeOK?.code ?? "")
    return [code(name), placeInTwin(pair, name), code(type?.[1] ?? ""), meaning]
  })
  return table(["variable", "in the twin", "values", "meaning"], rows)
}

/** `rm.rmState`: an actor's field; what is no field is the network. */
const placeInTwin = ({ protocol }: Pair, variable: string): string => {
  const kind = Object.entries(protocol.actors).find(
    ([, { state }]) =>
      SchemaAST.isObjects(state.ast) &&
      state.ast.propertySignatures.some(({ name }) => name === variable)
  )
  return code(kind === undefined ? "network" : `${kind[0]}.${variable}`)
}

const count = (n: number): string =>
  String(n).replace(/\B(?=(?:\d{3})+$)/g, ",")

const nameOf = ({ action, guard }: GuardReport): string => `${action}.${guard}`

const isNoticed = ({ changes, recounts }: GuardReport): boolean =>
  changes.length > 0 || recounts.length > 0

/** Guards that nothing notices and nobody explains, and needless reasons. */
export const unreasoned = (
  reports: ReadonlyArray<GuardReport>,
  reasons: Unnoticed
): ReadonlyArray<string> => {
  const missing = reports
    .filter((report) => !isNoticed(report) && !(nameOf(report) in reasons))
    .map((report) => `nothing changes without ${nameOf(report)}`)
  const needless = Object.keys(reasons)
    .filter((name) =>
      reports.every((report) => nameOf(report) !== name || isNoticed(report))
    )
    .map((name) => `${name} needs no reason`)
  return [...missing, ...needless]
}

/** What changes without each guard, or why it is there all the same. */
export const guardTable = (
  reports: ReadonlyArray<GuardReport>,
  reasons: Unnoticed
): ReadonlyArray<string> =>
  table(
    ["without", "in the model", "what changes"],
    reports.flatMap((report) =>
      isNoticed(report)
        ? rowsOf(report)
        : [[code(nameOf(report)), "", `nothing: ${reasons[nameOf(report)]}`]]
    )
  )

/** One row per model that tells something which those above it do not. */
const rowsOf = (report: GuardReport): ReadonlyArray<ReadonlyArray<string>> => {
  const { changes, recounts } = report
  const name = code(nameOf(report))
  if (changes.length === 0) {
    const model = recounts[0]?.model ?? ""
    const figures = recounts
      .filter((recount) => recount.model === model)
      .map(
        ({ found, atLeast, figure, insteadOf }) =>
          `${atLeast ? "more than " : ""}${count(found)} ${figure}, ` +
          `not ${count(insteadOf)}`
      )
    return [[name, code(model), `nothing breaks there; ${figures.join("; ")}`]]
  }
  const news = changes.filter(
    ({ property }, i) =>
      changes.findIndex((other) => other.property === property) === i
  )
  const models = [...new Set(news.map(({ model }) => model))]
  return models.map((model, i) => {
    const of = (now: string) =>
      news
        .filter((change) => change.model === model && change.now === now)
        .map(({ property }) => code(property))
        .join(", ")
    const parts = (["violated", "refuted no more"] as const)
      .filter((now) => of(now) !== "")
      .map((now) => `${of(now)} ${now}`)
    return [i === 0 ? name : "", code(model), parts.join("; ")]
  })
}

/** What each known bug violates, and how soon the named property is. */
export const bugTable = (
  reports: ReadonlyArray<BugReport>
): ReadonlyArray<string> =>
  table(
    ["bug", "what is wrong", "in the model", "violated", "in states"],
    reports.map(({ bug, violates, length }) => [
      bug.name,
      bug.sentence,
      code(bug.model),
      [bug.kills, ...violates.filter((name) => name !== bug.kills)]
        .map(code)
        .join(", "),
      String(length ?? "never")
    ])
  )

/** What is fair, and what breaks if less is owed. */
export const fairnessTable = (
  reports: ReadonlyArray<FairnessReport>
): ReadonlyArray<string> =>
  table(
    ["action", "fairness", "with less, in the model", "violated", "in states"],
    reports.map(({ action, strength, breaks }) => [
      code(action),
      strength,
      ...(breaks === undefined
        ? ["", "nothing", ""]
        : [code(breaks.model), code(breaks.property), String(breaks.length)])
    ])
  )

/** A counter-example: what happens, and what is different then. */
export const storyTable = ({ steps }: Counterexample): ReadonlyArray<string> =>
  table(
    ["step", "what happens", "what changes"],
    steps.map((step, i) => [
      String(i + 1),
      code(stepText(step)),
      step.changes.flatMap(changeTexts).join("; ")
    ])
  )

const stepText = ({ action, actor, choice, message }: Step): string => {
  const chosen = choice === undefined ? "" : ` with ${told(choice)}`
  const received = message === undefined ? "" : ` ← ${told(message)}`
  return `${action}(${actor}${chosen}${received})`
}

const changeTexts = (change: Change): ReadonlyArray<string> => {
  const { field, before, after } = change
  if (!Array.isArray(before) || !Array.isArray(after)) {
    return [`${code(field)}: ${told(before)} → ${told(after)}`]
  }
  const old = before.map(key)
  return after
    .filter((element) => !old.includes(key(element)))
    .map((element) =>
      field === "network"
        ? `sends ${code(told(element))}`
        : `${code(field)}: + ${told(element)}`
    )
}

/** A value as short as it can be: `Prepared{rm: rm-0}`. */
const told = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return String(value)
  if (Array.isArray(value)) return `{${value.map(told).join(", ")}}`
  const { _tag = "", ...fields } = value as { readonly _tag?: string }
  const inner = Object.entries(fields).map(([k, v]) => `${k}: ${told(v)}`)
  const bare = inner.length === 0 && _tag !== ""
  return bare ? _tag : `${_tag}{${inner.join(", ")}}`
}
