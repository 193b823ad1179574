/**
 * Logs of hybrid logical clocks, one answer a line, as a driver of
 * CockroachDB's clock writes them:
 *
 *     {"i":2,"ev":"send","n":1,"phys":1000047947091,"msg":1,
 *      "res":[1000047947091,0]}
 *
 * The first line, `meta`, tells the nodes and the greatest offset; `phys` is
 * the physical reading of the node `n`, in nanoseconds; `res` is the clock's
 * answer, wall time and counter. Rules of this format, besides those of the
 * protocol:
 *
 * - Before what a line tells, the node's physical clock has come to show
 *   `phys`. Nobody knows true time, so no clock is held to it.
 * - `recv` is a merge: this clock takes over what is later, and does not tick.
 *   With `err` it is a refusal.
 * - `remote` is what the message `msg` was sent with, by the node `from`.
 * - `res` of a `restart` is one answer more, the last before the node went
 *   down: at a reading that is not logged, but is the wall time if the counter
 *   is 0.
 */
import * as Result from "effect/Result"
import type { Problem } from "../format.ts"
import { parseJson } from "../json.ts"
import type { Expectation, Observation } from "../validator/observed.ts"
import { same } from "../validator/same.ts"
import type { Adapter, Gathering, OpenLog, Read } from "./adapter.ts"
import {
  evOf,
  failed,
  type Line,
  lineOf,
  metaOf,
  type Timestamp
} from "./hlc-lines.ts"

const nodeId = (n: number): string => `n${n}`

/** The greatest counter that CockroachDB's clock has room for. */
const MAX_COUNTER = 2 ** 31 - 1

/** A message, as far as logs tell it. */
const stamp = (n: number, [l, c]: Timestamp) => ({
  _tag: "Stamped",
  event: { node: nodeId(n), l, c }
})

type About = { readonly line: number; readonly actor: string }
type Steps = ReadonlyArray<Observation>

const field = (actor: string, name: string, value: number): Expectation => ({
  _tag: "Field",
  actor,
  field: name,
  oneOf: [value]
})

/** The clock of a node has answered. */
const answer = (
  about: About,
  action: string,
  [l, c]: Timestamp
): Observation => ({
  ...about,
  action,
  expected: [field(about.actor, "l", l), field(about.actor, "c", c)]
})

/** The last of the steps is the line's own. */
const steps = (all: Steps): Result.Result<Read, Problem> => {
  const observation = all.at(-1)
  return Result.succeed(
    observation === undefined
      ? { _tag: "Nothing" }
      : { _tag: "Step", before: all.slice(0, -1), observation }
  )
}

class Log implements OpenLog {
  readonly constants: object
  readonly warnings = []
  private readonly nodes: number
  private readonly readings = new Map<number, number>()
  private readonly sent = new Map<number, ReturnType<typeof stamp>>()
  private answered = false

  constructor(nodes: number, maxOffset: number, readings: Iterable<number>) {
    this.nodes = nodes
    this.constants = {
      Node: Array.from({ length: nodes }, (_, i) => nodeId(i + 1)),
      Reading: [...readings],
      Synchronised: [],
      MaxAhead: 0,
      MaxBehind: 0,
      TickFirst: false,
      MaxOffset: maxOffset,
      MaxCounter: MAX_COUNTER,
      CarryOverflow: false,
      ReceiveTicks: false,
      Future: []
    }
  }

  line(text: string, line: number): Result.Result<Read, Problem> {
    return Result.flatMap(Result.flatMap(parseJson(text), lineOf), (told) => {
      const { i, n } = told
      if (i !== line) return failed("i", `is ${i} in line ${line}`)
      const stranger = [n, ...("from" in told ? [told.from] : [])].find(
        (node) => node > this.nodes
      )
      this.answered ||= "res" in told
      return stranger === undefined
        ? this.read(told, line)
        : failed("n", `there is no node ${stranger} of ${this.nodes}`)
    })
  }

  end() {
    return this.answered
      ? undefined
      : { field: "res", cause: "no clock has answered" }
  }

  private read(told: Line, line: number): Result.Result<Read, Problem> {
    const { n, phys } = told
    const about = { line, actor: nodeId(n) }
    if (told.ev === "restart") {
      const { res } = told
      return steps([
        ...(res[1] === 0 ? this.clock(about, n, res[0]) : []),
        answer(about, "LocalEvent", res),
        ...this.clock(about, n, phys),
        { ...about, action: "Restart", expected: [] }
      ])
    }
    const clock = this.clock(about, n, phys)
    switch (told.ev) {
      case "jump":
        return steps(clock)
      case "recv":
        return this.received(told, about, clock)
      case "now":
        return steps([...clock, answer(about, "LocalEvent", told.res)])
      case "send":
        return this.sends(told, about, clock)
    }
  }

  /** The physical clock of the node has come to show the reading. */
  private clock(about: About, n: number, reading: number): Steps {
    const shown = this.readings.get(n) ?? 0
    this.readings.set(n, reading)
    const action = reading > shown ? "Advance" : "JumpBack"
    return reading === shown
      ? []
      : [{ ...about, action, choice: { reading }, expected: [] }]
  }

  private sends(
    { n, msg, res }: Extract<Line, { readonly ev: "send" }>,
    about: About,
    clock: Steps
  ): Result.Result<Read, Problem> {
    if (this.sent.has(msg)) {
      return failed("msg", `two messages have the number ${msg}`)
    }
    this.sent.set(msg, stamp(n, res))
    const send = answer(about, "Send", res)
    return steps([...clock, { ...send, sentId: String(msg) }])
  }

  private received(
    told: Extract<Line, { readonly ev: "recv" }>,
    about: About,
    clock: Steps
  ): Result.Result<Read, Problem> {
    const receivedId = String(told.msg)
    const action = "err" in told ? "Refuse" : "Merge"
    const observation = { ...about, action, receivedId, expected: [] }
    const sent = this.sent.get(told.msg)
    const received = stamp(told.from, told.remote)
    return sent !== undefined && same(sent, received)
      ? steps([...clock, observation])
      : Result.succeed({
          _tag: "Contradiction",
          observation,
          contradiction:
            sent === undefined
              ? { _tag: "NeverSent", id: receivedId }
              : { _tag: "OtherMessage", id: receivedId, sent, received }
        })
  }
}

/** All readings of the log: what its physical clocks can show. */
const gathering = (): Gathering => {
  const readings = new Set([0])
  return {
    line: (text) => {
      const value = parseJson(text)
      if (Result.isFailure(value)) return
      const line = lineOf(value.success)
      if (Result.isFailure(line)) return
      readings.add(line.success.phys)
      if (line.success.ev === "restart") readings.add(line.success.res[0])
    },
    constants: () => readings
  }
}

export const hlcClock: Adapter = {
  name: "hlc-clock",
  folder: "hlc",
  recognise: (first) => evOf(first) === "meta",
  header: true,
  partial: [],
  constantsBeside: () => undefined,
  gather: gathering,
  open: (_subject, first, gathered) =>
    Result.map(
      Result.flatMap(parseJson(first), metaOf),
      ({ meta }) =>
        new Log(meta.nodes, meta.max_offset_ns, gathered![0] as Set<number>)
    )
}
