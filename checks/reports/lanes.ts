/** The lanes of a page: a line for each actor, with dots and arrows. */
import { type Behaviour, partakers, type ToldStep } from "./behaviour.ts"
import { element } from "./xml.ts"

/** The height of a row, in pixels. */
export const ROW = 48

/** Rows that are drawn together, or not at all while they are out of sight. */
export const PART = 50

const DOT = 5

/** Of an arrow over more rows than this only the end is drawn. */
const FAR = 40

/** How wide a lane is, and whether the names have to stand upright above. */
export const laneWidth = ({ actors }: Behaviour) => {
  const longest = Math.max(0, ...actors.map((id) => [...id].length))
  const wanted = Math.max(44, Math.min(110, 16 + 7.5 * longest))
  const width = Math.round(Math.max(18, Math.min(wanted, 420 / actors.length)))
  return { width, upright: width < wanted }
}

interface Point {
  readonly x: number
  readonly y: number
}

/** A message on its way from one step to another. */
interface Arrow {
  readonly from: number
  readonly to: number
  readonly sender: number
  readonly receiver: number
}

/** All messages that are received, by the steps and lanes that they join. */
export const arrowsOf = ({ actors, steps }: Behaviour): ReadonlyArray<Arrow> =>
  steps.flatMap(({ actor, sentIn }, i) => {
    if (sentIn === undefined) return []
    const sender = actors.indexOf(steps[sentIn - 1]!.actor)
    const receiver = actors.indexOf(actor)
    return [{ from: sentIn, to: i + 1, sender, receiver }]
  })

/** The lanes beside the rows from `first` on, `count` in all. */
export const lanes = (
  behaviour: Behaviour,
  arrows: ReadonlyArray<Arrow>,
  first: number,
  count: number
): string => {
  const { actors, steps } = behaviour
  if (actors.length === 0) return ""
  const { width } = laneWidth(behaviour)
  const at = (lane: number, row: number): Point => ({
    x: (lane + 0.5) * width,
    y: (row - first + 0.5) * ROW
  })
  const last = first + count - 1
  const seen = arrows.filter(
    (arrow) =>
      (isFar(arrow) ? arrow.to : arrow.from) <= last && arrow.to >= first
  )
  return element(
    "svg",
    {
      width: width * actors.length,
      height: count * ROW,
      "aria-hidden": "true"
    },
    ...actors.map((_, lane) => lifeline(at(lane, 0).x, count)),
    ...seen.map((arrow) => arrowPath(arrow, at)),
    ...Array.from({ length: count }, (_, i) => first + i).flatMap((row) => {
      const step = steps[row - 1]
      return step === undefined
        ? []
        : dots(
            step,
            partakers(behaviour, step).map((id) => at(actors.indexOf(id), row))
          )
    })
  )
}

const isFar = ({ from, to }: Arrow): boolean => to - from > FAR

const lifeline = (x: number, count: number): string =>
  element("line", { class: "life", x1: x, x2: x, y1: 0, y2: count * ROW })

const arrowPath = (
  arrow: Arrow,
  at: (lane: number, row: number) => Point
): string => {
  const { from, to, sender, receiver } = arrow
  const far = isFar(arrow)
  const [a, b] = [at(sender, far ? to - 0.8 : from), at(receiver, to)]
  const loops = sender === receiver
  // Bent a little, so that it passes beside the dots on its way.
  const bend = {
    x: (a.x + b.x) / 2 + (loops ? 14 : 6),
    y: (a.y + b.y) / 2 - (loops ? 0 : 6)
  }
  const angle = Math.atan2(b.y - bend.y, b.x - bend.x)
  const near = (distance: number, turn: number): Point => ({
    x: b.x - distance * Math.cos(angle + turn),
    y: b.y - distance * Math.sin(angle + turn)
  })
  const end = near(DOT + 2, 0)
  const path = `M${place(a)}Q${place(bend)} ${place(end)}`
  const tip = [end, near(DOT + 11, 0.28), near(DOT + 11, -0.28)]
  return element(
    "g",
    { "data-steps": `${from} ${to}` },
    element("path", { class: far ? "arrow far" : "arrow", d: path }),
    element("path", { class: "tip", d: `M${tip.map(place).join("L")}Z` })
  )
}

const place = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`

/** Who acts, and whom it meets, joined by a line. */
const dots = (
  { rejected }: ToldStep,
  points: ReadonlyArray<Point>
): ReadonlyArray<string> => {
  const [own, ...met] = points
  if (own === undefined) return []
  const xs = points.map(({ x }) => x)
  const { y } = own
  return [
    ...(met.length === 0
      ? []
      : [
          element("line", {
            class: "arrow",
            x1: Math.min(...xs),
            x2: Math.max(...xs),
            y1: y,
            y2: y
          })
        ]),
    ...met.map(({ x }) =>
      element("circle", { class: "met", cx: x, cy: y, r: DOT - 1 })
    ),
    element("circle", {
      class: rejected === undefined ? "dot" : "dot wrong",
      cx: own.x,
      cy: y,
      r: DOT
    })
  ]
}
