/** What must be true of every answer of a clock. */
import * as Result from "effect/Result"
import {
  MAX_LOGICAL,
  MAX_WALL,
  order,
  show,
  type Timestamp
} from "../../../protocols/hlc/timestamp.ts"
import type { ClockOptions } from "../sync-clock.ts"

/** What a clock was asked: `now`, or `receive` of a remote timestamp. */
export interface Asked {
  readonly sync: boolean
  readonly remote?: Timestamp
}

/** The answers of a clock, as far as they matter for the next one. */
export interface Life {
  /** The last answer, also one from before a restart. */
  readonly last: Timestamp | undefined
  /** The last answer since the start. */
  readonly begun: boolean
  /** Is it certain what the next answer is? */
  readonly certain: boolean
}

/** A clock that starts is ahead of all that it answered before. */
export const newLife = (last: Timestamp | undefined): Life => ({
  last,
  begun: false,
  certain: true
})

/** The next timestamp by figure 5 of the paper, case by case. */
const figure5 = (
  before: Timestamp | undefined,
  m: Timestamp | undefined,
  reading: number
): Timestamp => {
  const wall = Math.max(before?.wall ?? 0, m?.wall ?? 0, reading)
  const counts = [before, m].flatMap((t) =>
    t?.wall === wall ? [t.logical] : []
  )
  return { wall, logical: Math.max(-1, ...counts) + 1 }
}

const expected = (
  life: Life,
  { maxOffset, overflow }: ClockOptions,
  { remote, reading }: Asked & { readonly reading: number }
): string => {
  if (!(Number.isInteger(reading) && reading >= 0 && reading <= MAX_WALL)) {
    return "InvalidReading"
  }
  const m = remote?.synthetic === true ? undefined : remote
  if (m !== undefined && m.wall > reading + maxOffset) return "TooFarAhead"
  const next = figure5(life.begun ? life.last : undefined, m, reading)
  if (next.logical <= MAX_LOGICAL) return show(next)
  return overflow === "refuse"
    ? "CounterExhausted"
    : show({ wall: next.wall + 1, logical: 0 })
}

const laws: Readonly<
  Record<
    string,
    (
      answer: Timestamp,
      life: Life,
      asked: Asked & { readonly reading: number }
    ) => boolean
  >
> = {
  "is later than all before": (answer, { last }) =>
    last === undefined || order(last, answer) < 0,
  "is not behind the physical clock": (answer, _, { reading }) =>
    answer.wall >= reading,
  "is later than what was received": (answer, _, { remote }) =>
    remote === undefined ||
    remote.synthetic === true ||
    order(remote, answer) < 0
}

/** Throws if the answer breaks a law; tells the life with it. */
export const judge = (
  life: Life,
  options: ClockOptions,
  asked: Asked & { readonly reading: number },
  answer: Result.Result<Timestamp, { readonly _tag: string }>
): Life => {
  const found = Result.isSuccess(answer)
    ? show(answer.success)
    : answer.failure._tag
  const [question, before] = [asked, life].map((x) => JSON.stringify(x))
  const story = `${found}, asked ${question} after ${before}`
  if (found === "PlatformError") return life
  if (found === "BoundReached") {
    if (asked.sync) return life
    throw new Error(`an answer that could wait does not: ${story}`)
  }
  const wanted = expected(life, options, asked)
  if (life.certain && found !== wanted) {
    throw new Error(`${wanted} is expected: ${story}`)
  }
  if (Result.isFailure(answer)) return life
  for (const [law, holds] of Object.entries(laws)) {
    if (holds(answer.success, life, asked)) continue
    throw new Error(`an answer ${law}, but: ${story}`)
  }
  return { last: answer.success, begun: true, certain: true }
}
