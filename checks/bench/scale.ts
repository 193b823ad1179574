/**
 * `npm run bench -- scale`: what a state costs, from small searches to 100
 * million states; the figures are kept in `docs/`, and drawn there.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Schema from "effect/Schema"
import { root } from "../models/models.ts"
import { measure } from "./measure.ts"

/** How far a search was, what it had cost by then, and the bytes in use. */
export const Point = Schema.Struct({
  distinct: Schema.Int,
  generated: Schema.Int,
  depth: Schema.Int,
  /** Of processor time. */
  seconds: Schema.Number,
  memory: Schema.Int
})
export type Point = typeof Point.Type

export const figures = `${root}/docs/speed.json`
export const drawing = `${root}/docs/speed.svg`

const Points = Schema.fromJsonString(Schema.NonEmptyArray(Point))

/** Reads the figures of a run. */
export const decodePoints = Schema.decodeUnknownEffect(Points)

const PARTICIPANTS = 11
const STATES = 1e8

/** Measures anew, and draws. */
export const measureScale = Effect.gen(function* () {
  const files = yield* FileSystem.FileSystem
  const program = `${import.meta.dirname}/exploring.ts`
  const words = [program, String(PARTICIPANTS), String(STATES), "warm"]
  const { output } = yield* measure(process.execPath, words)
  const lines = output.trim().split("\n")
  const points = yield* decodePoints(`[${lines.join(",")}]`)
  const text = `${JSON.stringify(points, undefined, 2)}\n`
  yield* files.writeFileString(figures, text)
  yield* files.writeFileString(drawing, plot(points))
  return points
})

/** Microseconds of processor time per distinct state. */
const cost = ({ seconds, distinct }: Point): number =>
  (seconds / distinct) * 1e6

/** The dearest state against the cheapest. */
export const spread = (points: ReadonlyArray<Point>): number => {
  const costs = points.map(cost)
  return Math.max(...costs) / Math.min(...costs)
}

const WIDTH = 640
const HEIGHT = 320
const LEFT = 60
const BOTTOM = 270

/** Cost per state over states, as an SVG; the axis of states is logarithmic. */
export const plot = (points: ReadonlyArray<Point>): string => {
  const most = Math.ceil(Math.max(...points.map(cost)))
  const x = (states: number) =>
    Math.round(LEFT + ((Math.log10(states) - 5) / 3) * 540)
  const y = (cost: number) => Math.round(BOTTOM - (cost / most) * 230)
  const at = points.map((point) => [x(point.distinct), y(cost(point))] as const)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    '<g font-family="sans-serif" font-size="12" fill="#333">',
    text(LEFT, 20, "start", "microseconds of processor time per state"),
    ...Array.from({ length: most + 1 }, (_, i) => [
      `<path d="M${LEFT} ${y(i)}H600" stroke="#ddd"/>`,
      text(LEFT - 8, y(i) + 4, "end", String(i))
    ]).flat(),
    ...[5, 6, 7, 8].map((power) =>
      text(x(10 ** power), BOTTOM + 20, "middle", thousands(10 ** power))
    ),
    text(330, BOTTOM + 42, "middle", "distinct states"),
    `<polyline fill="none" stroke="#06c" points="${at.join(" ")}"/>`,
    ...points.flatMap((point, i) => [
      `<circle cx="${at[i]![0]}" cy="${at[i]![1]}" r="3" fill="#06c"/>`,
      text(at[i]![0], at[i]![1] - 10, "middle", cost(point).toFixed(2))
    ]),
    "</g>",
    "</svg>",
    ""
  ].join("\n")
}

const thousands = (count: number): string => count.toLocaleString("en")

const text = (x: number, y: number, anchor: string, words: string): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`

/** The same figures as a table in Markdown. */
export const scaleTable = (points: ReadonlyArray<Point>): string =>
  [
    "| distinct | generated | depth | microseconds a state | memory |",
    "| ---: | ---: | ---: | ---: | ---: |",
    ...points.map((point) =>
      [
        "",
        thousands(point.distinct),
        thousands(point.generated),
        String(point.depth),
        cost(point).toFixed(2),
        `${(point.memory / 1e6).toFixed(0)} MB`,
        ""
      ]
        .join(" | ")
        .trim()
    )
  ].join("\n")
