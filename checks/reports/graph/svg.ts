/** A state graph as SVG: a picture to look at, to print, to search in. */
import { element, escaped } from "../xml.ts"
import {
  type Box,
  boxesOf,
  type Curve,
  curvesOf,
  labelBoxes,
  type Point,
  pointAt,
  type Size
} from "./places.ts"
import type { StateEdge, StateGraph, StateNode, Variable } from "./states.ts"

const LINE = 15
const LETTER = 6.7
const SMALL = 5.8
const PADDING = 10
const MARGIN = 32

/** Longer values are cut; in full they are in the tooltip. */
const LONGEST = 44

const styles = `
svg { color-scheme: light dark; --l: 38%; --paper: #fcfbf9; --ink: #1d1b19;
  --soft: #6a665f; --rule: #cfc9be; --box: #ffffff; background: var(--paper);
  font-family: ui-monospace, Menlo, "DejaVu Sans Mono", monospace }
@media (prefers-color-scheme: dark) { svg { --l: 68%; --paper: #171615;
  --ink: #ebe8e3; --soft: #a29d94; --rule: #4a463f; --box: #211f1d } }
text { fill: var(--ink); font-size: 11px }
.title { font: 650 20px system-ui, "DejaVu Sans", sans-serif }
.soft { fill: var(--soft) }
.state rect { fill: var(--box); stroke: var(--rule) }
.initial rect { stroke: var(--ink); stroke-width: 2 }
.fresh { font-weight: 700 }
.step { color: hsl(var(--hue) 55% var(--l)) }
.step path { fill: none; stroke: currentColor; stroke-opacity: .75 }
.step polygon { fill: currentColor }
.step text { fill: currentColor; font-size: 9.5px; text-anchor: middle;
  paint-order: stroke; stroke: var(--paper); stroke-width: 3px }
.step.legend text { font-size: 11px; text-anchor: start }
.step:hover path { stroke-width: 3; stroke-opacity: 1 }
.back path { stroke-dasharray: 4 3 }
`

/** A title, the actions with their colours, and the states below. */
export const svg = (graph: StateGraph, title: string): string => {
  const actions = [...new Set(graph.edges.flatMap((edge) => edge.actions))]
  const size = sizeOf(graph)
  const boxes = boxesOf(graph, size, { x: MARGIN, y: 104 })
  const curves = curvesOf(graph, boxes)
  const labels = labelBoxes(curves, graph.edges.map(labelSize), boxes)
  const legend = legendOf(actions)
  const width = Math.max(
    legend.width,
    ...boxes.map((box) => box.x + box.width + 2 * MARGIN)
  )
  const height = Math.max(...boxes.map((box) => box.y + box.height + MARGIN))
  const hues = new Map(actions.map((name, i) => [name, hueOf(i, actions)]))
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height)
    },
    element("title", {}, escaped(title)),
    `<style>${styles}</style>`,
    text({ x: MARGIN, y: 44 }, title, "title"),
    ...legend.parts,
    ...graph.edges.map((edge, i) => edgeParts(graph, edge, curves[i]!, hues)),
    ...graph.edges.map((edge, i) => labelParts(edge, labels[i], hues)),
    ...graph.nodes.map((node, i) => nodeParts(graph, node, i, boxes[i]!)),
    "\n"
  )}\n`
}

const hueOf = (i: number, { length }: ReadonlyArray<string>): number =>
  Math.round((i * 360) / length + 215) % 360

const text = ({ x, y }: Point, words: string, name?: string): string =>
  element("text", { x: fixed(x), y: fixed(y), class: name }, escaped(words))

const fixed = (n: number): string => String(Math.round(n * 10) / 10)

const cut = (words: string): string =>
  words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words

const lineOf = ({ name, brief }: Variable): string => cut(`${name} ${brief}`)

const idleOf = ({ idle }: StateNode): ReadonlyArray<string> =>
  idle.length === 0 ? [] : [cut(`↻ ${idle.join(", ")}`)]

const linesOf = (node: StateNode): ReadonlyArray<string> => [
  ...node.variables.map(lineOf),
  ...idleOf(node)
]

const sizeOf = ({ nodes }: StateGraph): Size => {
  const lines = nodes.map(linesOf)
  const letters = Math.max(...lines.flat().map(({ length }) => length))
  return {
    width: letters * LETTER + 2 * PADDING,
    height: Math.max(...lines.map(({ length }) => length)) * LINE + PADDING + 6
  }
}

const labelOf = ({ steps }: StateEdge): string => steps.join(", ")

const labelSize = (edge: StateEdge): Size => ({
  width: labelOf(edge).length * SMALL + 4,
  height: 13
})

const legendOf = (actions: ReadonlyArray<string>) => {
  let x = MARGIN
  const parts = actions.map((action, i) => {
    const left = x
    x += 36 + action.length * LETTER + 24
    return element(
      "g",
      { class: "step legend", style: `--hue:${hueOf(i, actions)}` },
      element("path", { d: `M${left} 72h26`, "stroke-width": 3 }),
      text({ x: left + 34, y: 76 }, action)
    )
  })
  return { parts, width: x + MARGIN }
}

type Hues = ReadonlyMap<string, number>

const colour = ({ actions }: StateEdge, hues: Hues): string =>
  `--hue:${hues.get(actions[0]!)!}`

const edgeParts = (
  { depths }: StateGraph,
  edge: StateEdge,
  curve: Curve,
  hues: Hues
): string => {
  const [a, b, c, d] = curve
  const near = pointAt(curve, 0.97)
  const angle = (Math.atan2(d.y - near.y, d.x - near.x) * 180) / Math.PI
  const isBack = depths[edge.to]! <= depths[edge.from]!
  return element(
    "g",
    { class: isBack ? "step back" : "step", style: colour(edge, hues) },
    element(
      "title",
      {},
      escaped(`${edge.from} → ${edge.to}: ${labelOf(edge)}`)
    ),
    element("path", { d: `M${at(a)}C${at(b)} ${at(c)} ${at(d)}` }),
    element("polygon", {
      points: "0,0 -8,3.2 -8,-3.2",
      transform: `translate(${at(d)}) rotate(${fixed(angle)})`
    })
  )
}

/** Names lie above all edges. */
const labelParts = (
  edge: StateEdge,
  label: Box | undefined,
  hues: Hues
): string =>
  label === undefined
    ? ""
    : element(
        "g",
        { class: "step", style: colour(edge, hues) },
        text({ x: label.x + label.width / 2, y: label.y + 10 }, labelOf(edge))
      )

const at = ({ x, y }: Point): string => `${fixed(x)} ${fixed(y)}`

const nodeParts = (
  { nodes }: StateGraph,
  node: StateNode,
  number: number,
  { x, y, width, height }: Box
): string => {
  const parent = node.parent === undefined ? undefined : nodes[node.parent]
  const full = node.variables.map(({ name, full }) => `${name} = ${full}`)
  const line = (i: number): Point => ({ x: x + PADDING, y: y + 17 + i * LINE })
  return element(
    "g",
    { class: parent === undefined ? "state initial" : "state" },
    element("title", {}, escaped([`state ${number}`, ...full].join("\n"))),
    element("rect", { x: fixed(x), y: fixed(y), width, height, rx: 6 }),
    ...node.variables.map((variable, i) => {
      const before = parent?.variables[i]
      const isFresh = before !== undefined && before.full !== variable.full
      return text(line(i), lineOf(variable), isFresh ? "fresh" : undefined)
    }),
    ...idleOf(node).map((words) =>
      text(line(node.variables.length), words, "soft")
    )
  )
}
