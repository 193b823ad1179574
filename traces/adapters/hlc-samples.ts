/** Small logs of hybrid logical clocks, for tests. */
import { verdictOf, withFiles } from "../validator/testing.ts"

export type Timestamp = readonly [wall: number, logical: number]
export type Line = Readonly<Record<string, unknown>>

export const now = (n: number, phys: number, res: Timestamp): Line => ({
  ev: "now",
  n,
  phys,
  res
})

export const send = (
  n: number,
  phys: number,
  msg: number,
  res: Timestamp
): Line => ({
  ev: "send",
  n,
  phys,
  msg,
  res
})

/** The message `msg` that the node `from` has sent. */
export const recv = (
  n: number,
  phys: number,
  [from, msg]: readonly [number, number],
  remote: Timestamp
): Line => ({ ev: "recv", n, phys, remote, from, msg })

export const refuses = (line: Line): Line => ({ ...line, err: "too far ahead" })

export const jump = (n: number, phys: number): Line => ({
  ev: "jump",
  n,
  phys,
  delta: -1
})

export const restart = (n: number, phys: number, res: Timestamp): Line => ({
  ev: "restart",
  n,
  phys,
  res
})

export const meta = (max_offset_ns: number, nodes = 3): Line => ({
  ev: "meta",
  phys: 0,
  meta: { clock: "own", granularity_ns: 1, max_offset_ns, nodes, seed: 1 }
})

export const logged = (lines: ReadonlyArray<Line>): string =>
  lines.map((line, i) => `${JSON.stringify({ i: i + 1, ...line })}\n`).join("")

export const verdict = (lines: ReadonlyArray<Line>) =>
  withFiles({ log: logged([meta(50), ...lines]) }, (folder) =>
    verdictOf(`${folder}/log`)
  )
