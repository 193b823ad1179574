/**
 * A behaviour as one page that needs nothing else: rows with lanes, of which
 * only those in sight are drawn, and beside them all of one step.
 */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { type Behaviour, forEver, type ToldStep } from "./behaviour.ts"
import { changeText, ownField, partsOf, stepText } from "./change.ts"
import { valueText } from "../../traces/words.ts"
import { detail } from "./detail.ts"
import { arrowsOf, laneWidth, lanes, PART, ROW } from "./lanes.ts"
import { element, escaped } from "./xml.ts"

const asset = (name: string): string =>
  readFileSync(`${import.meta.dirname}/page/${name}`, "utf8")

const styles = asset("page.css")
const script = asset("page.js")

/** Nothing is fetched, and no other script is run. */
const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`
].join("; ")

/** The page. */
export const html = (behaviour: Behaviour): string =>
  [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element("title", {}, escaped(behaviour.title)),
    `<style>\n${styles}</style>`,
    "</head>",
    "<body>",
    heading(behaviour),
    "<main>",
    story(behaviour),
    "<aside>",
    ...[undefined, ...behaviour.steps].map((step, i) =>
      detail(behaviour, step, i)
    ),
    '<p class="keys"><kbd>j</kbd> <kbd>k</kbd> next step, step before</p>',
    "</aside>",
    "</main>",
    `<script>${script}</script>`,
    "</body>",
    "</html>",
    ""
  ].join("\n")

/** Of more facts than this only the first few are seen at once. */
const MANY = 12
const FEW = 6

const heading = ({ title, sentence, facts }: Behaviour): string => {
  const seen = facts.length > MANY ? FEW : facts.length
  const rest = facts.slice(seen)
  return element(
    "header",
    {},
    element("h1", {}, escaped(title)),
    ...(sentence === undefined ? [] : [element("p", {}, escaped(sentence))]),
    factList(facts.slice(0, seen)),
    ...(rest.length === 0
      ? []
      : [
          element(
            "details",
            {},
            element("summary", {}, `and ${rest.length} more`),
            factList(rest)
          )
        ])
  )
}

const factList = (facts: Behaviour["facts"]): string =>
  element(
    "dl",
    {},
    ...facts.map(([name, value]) =>
      element(
        "div",
        {},
        element("dt", {}, escaped(name)),
        element("dd", {}, element("code", {}, escaped(value)))
      )
    )
  )

const story = (behaviour: Behaviour): string => {
  const { actors, steps, loop } = behaviour
  const { width, upright } = laneWidth(behaviour)
  const arrows = arrowsOf(behaviour)
  const count = steps.length + 1
  const parts = Array.from({ length: Math.ceil(count / PART) }, (_, i) => {
    const first = i * PART
    const rows = Math.min(PART, count - first)
    const style = `height:${rows * ROW}px;contain-intrinsic-height:${rows * ROW}px`
    return element(
      "div",
      { class: "part", style },
      lanes(behaviour, arrows, first, rows),
      ...Array.from({ length: rows }, (_, j) => row(behaviour, first + j))
    )
  })
  const ending = forEver(loop)
  const names = actors.map((id) => element("span", { title: id }, escaped(id)))
  return element(
    "div",
    { style: `--width:${width}px;--lanes:${width * actors.length}px` },
    ...(names.length === 0
      ? []
      : [
          element(
            "div",
            { class: upright ? "names upright" : "names" },
            ...names
          )
        ]),
    "\n",
    ...parts.flatMap((part) => [part, "\n"]),
    ...(ending === undefined
      ? []
      : [element("div", { class: "ending" }, escaped(ending))])
  )
}

const row = ({ steps, loop }: Behaviour, number: number): string => {
  const step = steps[number - 1]
  const classes = [
    "row",
    ...(typeof loop === "number" && number > loop ? ["loop"] : []),
    ...(step?.rejected === undefined ? [] : ["wrong"])
  ]
  const [name, changes] =
    step === undefined ? ["initially", ""] : [nameOf(step), changesOf(step)]
  return element(
    "a",
    {
      class: classes.join(" "),
      href: `#${number}`,
      style: `height:${ROW}px`
    },
    element("span", { class: "number" }, String(number)),
    element("b", {}, name),
    element("small", {}, escaped(changes), " ")
  )
}

/** The action stands out from who takes it. */
const nameOf = (step: ToldStep): string => {
  const [action, rest] = [step.action, stepText(step).slice(step.action.length)]
  return escaped(action) + element("span", {}, escaped(rest), "&#8203;")
}

const changesOf = ({ actor, changes, logged, rejected }: ToldStep): string =>
  rejected?.why[0] ??
  [
    ...changes.flatMap(partsOf).map((part) => changeText(part, actor)),
    ...logged.map(
      ({ field, value }) => `${ownField(field, actor)} = ${valueText(value)}`
    )
  ].join("   ")
