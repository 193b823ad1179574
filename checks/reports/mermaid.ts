/**
 * A behaviour as a Mermaid sequence diagram. Each step is a note over those who
 * take part; a message is an arrow from its sender, drawn when it is received.
 */
import {
  type Behaviour,
  forEver,
  partakers,
  type ToldStep
} from "./behaviour.ts"
import { changeText, partsOf, stepText } from "./change.ts"
import { valueText } from "../../traces/words.ts"
import { wrapped } from "./wrapped.ts"

/** Longer lines go on below: Mermaid makes room for the longest of all. */
const LONGEST = 44

/** Text that Mermaid reads as nothing but text. */
export const mermaidText = (text: string): string =>
  text
    .toWellFormed()
    .replace(
      /[^\p{L}\p{N} _.,:()[\]{}=~+→←×∞↺!?'/|-]/gu,
      (character) => `#${character.codePointAt(0)};`
    )

/** Mermaid draws no more than 50,000 characters; some are not of steps. */
const MOST = 45_000

/** Lines of text under each other. */
const lines = (...texts: ReadonlyArray<string>): string =>
  texts
    .flatMap((text) => wrapped(text, LONGEST))
    .map(mermaidText)
    .join("<br/>")

/** The diagram; nothing is drawn of actors that are not known. */
export const mermaid = (behaviour: Behaviour): string => {
  const { title, steps, loop } = behaviour
  const actors = behaviour.actors.length === 0 ? ["system"] : behaviour.actors
  const all = steps.map((step, i) => stepLines(behaviour, step, i + 1))
  const first = firstDrawn(all)
  const ending = forEver(loop)
  const from = typeof loop === "number" ? Math.max(loop, first) : all.length
  const [once, again] = [all.slice(first, from), all.slice(from)]
  return [
    "sequenceDiagram",
    `  accTitle: ${mermaidText(title)}`,
    ...actors.map((id, i) => `  participant p${i} as ${mermaidText(id)}`),
    ...(first === 0
      ? []
      : [
          `  Note over ${everybody(behaviour)}: the first ${first} steps are left out`
        ]),
    ...once.flat(),
    ...(again.length === 0
      ? []
      : [
          "  loop for ever",
          ...again.flat().map((line) => `  ${line}`),
          "  end"
        ]),
    ...(ending === undefined || again.length > 0
      ? []
      : [`  Note over ${everybody(behaviour)}: ${ending}`]),
    ""
  ].join("\n")
}

/** The first step of as many as can be drawn; the last ones say most. */
const firstDrawn = (all: ReadonlyArray<ReadonlyArray<string>>): number => {
  let room = MOST
  const tooLong = all.findLastIndex((lines) => {
    room -= lines.reduce((sum, line) => sum + line.length + 3, 0)
    return room < 0
  })
  return Math.min(tooLong + 1, Math.max(0, all.length - 1))
}

/** Over nobody in particular: over all, or over the system. */
const everybody = ({ actors }: Behaviour): string =>
  span(actors.length === 0 ? [0] : actors.map((_, i) => i))

const span = (lanes: ReadonlyArray<number>): string => {
  const [first, last] = [Math.min(...lanes), Math.max(...lanes)]
  return first === last ? `p${first}` : `p${first},p${last}`
}

const stepLines = (
  behaviour: Behaviour,
  step: ToldStep,
  number: number
): ReadonlyArray<string> => {
  const { actors } = behaviour
  const lanes = partakers(behaviour, step).map((id) => actors.indexOf(id))
  const [own = 0] = lanes
  const { sentIn, message, changes, rejected } = step
  const sender =
    sentIn === undefined
      ? -1
      : actors.indexOf(behaviour.steps[sentIn - 1]!.actor)
  const arrow =
    message === undefined || sender < 0
      ? []
      : [`  p${sender}->>p${own}: ${lines(valueText(message))}`]
  const unseen = message !== undefined && sender < 0 ? [valueText(message)] : []
  const note = [
    `${number}. ${nameOf(step)}`,
    ...unseen.map((text) => `← ${text}`),
    ...(rejected?.why.slice(0, 1) ??
      changes.flatMap(partsOf).map((part) => changeText(part, step.actor)))
  ]
  const over = lanes.length === 0 ? everybody(behaviour) : span(lanes)
  const drawn = [...arrow, `  Note over ${over}: ${lines(...note)}`]
  return rejected === undefined
    ? drawn
    : [
        "  rect rgb(250, 215, 215)",
        ...drawn.map((line) => `  ${line}`),
        "  end"
      ]
}

/** Who acts alone is seen; who meets whom, and what is chosen, is not. */
const nameOf = ({ message: _, rejected, ...step }: ToldStep): string => {
  const actor = step.others === undefined ? "" : step.actor
  const name = stepText({ ...step, actor })
  return rejected === undefined ? name : `× ${name}`
}
