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
  const drawn = steps.map((step, i) => stepLines(behaviour, step, i + 1))
  const ending = forEver(loop)
  const [once, again] =
    typeof loop === "number"
      ? [drawn.slice(0, loop), drawn.slice(loop)]
      : [drawn, []]
  return [
    "sequenceDiagram",
    `  accTitle: ${mermaidText(title)}`,
    ...actors.map((id, i) => `  participant p${i} as ${mermaidText(id)}`),
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
      : [`  Note over ${span(all(behaviour))}: ${ending}`]),
    ""
  ].join("\n")
}

/** Over nobody in particular: over all, or over the system. */
const all = ({ actors }: Behaviour): ReadonlyArray<number> =>
  actors.length === 0 ? [0] : actors.map((_, i) => i)

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
  const over = span(lanes.length === 0 ? all(behaviour) : lanes)
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
