/**
 * Logs of etcd's Raft library (go.etcd.io/raft, built with `with_tla`): one
 * event of one server a line, under `event` of the lines that are tagged
 * `trace`. They are followed step by step by `traces/etcd`: with the actions of
 * the twin, and by rules of its own where the library is narrower.
 */
import * as Result from "effect/Result"
import type { Constants } from "../../protocols/raft/state.ts"
import { clusters } from "../etcd/clusters.ts"
import { followLog, type Followed } from "../etcd/follow.ts"
import {
  fieldOf,
  isOfNobody,
  isTraced,
  type Line,
  lineOf
} from "../etcd/lines.ts"
import { observed, verdictOf } from "../etcd/verdict.ts"
import type { Problem } from "../format.ts"
import { parseJson } from "../json.ts"
import { shown } from "../problem.ts"
import type { Observation } from "../validator/observed.ts"
import type { Verdict } from "../validator/verdict.ts"
import type { Adapter, OpenLog, Read } from "./adapter.ts"

const nothing: Result.Result<Read, Problem> = Result.succeed({
  _tag: "Nothing"
})

const failed = (field: string, cause: string) => Result.fail({ field, cause })

/** Is it a line of a logger, whatever it tells? */
const isLogged = (value: unknown): boolean =>
  ["level", "msg"].every((name) => typeof fieldOf(value, name) === "string")

class Log implements OpenLog {
  readonly warnings = []
  private readonly lines: Array<Line> = []
  private time = -Infinity
  /** How often each server has started. */
  private readonly starts = new Map<string, number>()
  /** Where the log's lines come from: the same in each of them. */
  private origin: ReadonlyMap<string, unknown> | undefined
  private followed: Followed | undefined

  get constants(): Constants | Record<string, never> {
    return this.followed?.run.constants ?? {}
  }

  line(text: string, number: number): Result.Result<Read, Problem> {
    return Result.flatMap(parseJson(text), (value) => {
      if (isTraced(value)) return this.traced(value, number)
      if (fieldOf(value, "event") !== undefined) {
        const tag = shown(fieldOf(value, "tag"))
        return failed("tag", `has an event, but is ${tag}`)
      }
      return isLogged(value) ? nothing : failed("", "no logger writes this")
    })
  }

  private traced(value: unknown, number: number): Result.Result<Read, Problem> {
    const outside = this.outside(value)
    if (outside !== undefined) return Result.fail(outside)
    return Result.flatMap(lineOf(value, number), (line) => {
      const { nid, msg, name } = line
      const starts = this.starts.get(nid) ?? 0
      this.starts.set(nid, name === "InitState" ? starts + 1 : starts)
      if (name.startsWith("Receive") && !this.starts.has(msg!.from)) {
        const cause = `no server ${msg!.from} has started so far`
        return failed("event.msg.from", cause)
      }
      // What it begins with is given; what it comes back with, it has made.
      const nobody = starts <= 1 ? isOfNobody(line) : undefined
      if (nobody !== undefined) return Result.fail(nobody)
      this.lines.push(line)
      return nothing
    })
  }

  /** What is wrong around the event. */
  private outside(value: unknown): Problem | undefined {
    const time = fieldOf(value, "ts")
    if (typeof time !== "number") {
      return { field: "ts", cause: `expected a number, got ${shown(time)}` }
    }
    if (time < this.time) {
      const cause = `goes back from ${this.time} to ${time}`
      const remedy = "sort the lines, and keep two runs apart"
      return { field: "ts", cause: `${cause}: ${remedy}` }
    }
    this.time = time
    const fields = ["level", "caller"] as const
    this.origin ??= new Map(fields.map((name) => [name, fieldOf(value, name)]))
    const other = fields.find(
      (name) => fieldOf(value, name) !== this.origin?.get(name)
    )
    if (other === undefined) return undefined
    const [here, before] = [fieldOf(value, other), this.origin.get(other)]
    const cause = `is ${shown(here)}, but ${shown(before)} in the lines before`
    return { field: other, cause }
  }

  end(): Problem | undefined {
    if (this.lines.length === 0) {
      const remedy = "only a library that is built with_tla traces"
      return { field: "tag", cause: `no line is tagged "trace": ${remedy}` }
    }
    const mixed = clusters(this.lines)
    if (mixed !== undefined) return mixed
    this.followed = followLog(this.lines)
    return this.followed.mixed
  }

  verdict(): Verdict {
    return verdictOf(this.followed!, this.lines)
  }

  told(): ReadonlyArray<Observation> {
    return this.lines.map(observed)
  }
}

export const etcdRaft: Adapter = {
  name: "etcd-raft",
  folder: "raft",
  recognise: (first) =>
    isTraced(first) ||
    (isLogged(first) && typeof fieldOf(first, "caller") === "string"),
  header: false,
  partial: [],
  unchecked: {
    ts: "times only have to grow, and those of the next lines leave room"
  },
  constantsBeside: () => undefined,
  // The servers are those of the log; there is nothing else to give.
  gather: () => ({ line: () => {}, constants: () => undefined }),
  open: () => Result.succeed(new Log())
}
