/**
 * Trust by disagreement: random systems, each checked by TLC and by the
 * explorer. A few every day; as many as `BISIM_SYSTEMS` says where it is set.
 */
import * as Effect from "effect/Effect"
import { availableParallelism } from "node:os"
import { describe, expect, it, onTestFinished } from "vitest"
import { run, withoutTlc } from "../check/test/engine.ts"
import { Rows } from "../explorer/rows.ts"
import { Twin } from "../explorer/twin.ts"
import { type Answer, disagreements, ours, theirs } from "./compare.ts"
import { everyQuestion, livenessForms, samples, type System } from "./system.ts"

/** With the next one, a seed that has an example of every answer. */
const FIRST = 7

/** A system for each question of one seed: a test, to tell where it stands. */
const wanted = Number(process.env["BISIM_SYSTEMS"] ?? 2 * everyQuestion.length)
const seeds = Array.from(
  { length: Math.ceil(wanted / everyQuestion.length) },
  (_, i) => FIRST + i
)

interface Asked {
  readonly system: System
  readonly theirs: Answer
}

/** What TLC has said so far. */
const asked: Array<Asked> = []

const isLive = ({ question }: System) =>
  livenessForms.some((form) => form === question.about)

/** What must not depend on the cache; a search may end early within a block. */
const lasting = (system: System, answer: Answer) => {
  const { result, violates, length, counterexample, summary } = answer
  const { distinct, depth, generated } = answer
  const counts = { distinct, depth, generated }
  const whole = ["ok", "vacuous"].includes(result) || isLive(system)
  return {
    ...{ result, violates, length, counterexample, summary },
    ...(whole ? counts : {})
  }
}

/** Where the explorer says something else than TLC has said. */
const disagreement = ({ system, theirs }: Asked) =>
  Effect.map(ours(system, true), (ours) => disagreements(system, ours, theirs))

const agreed = (system: System) =>
  Effect.gen(function* () {
    const answer = { system, theirs: yield* theirs(system) }
    asked.push(answer)
    const [cached, plain] = [
      yield* ours(system, true),
      yield* ours(system, false)
    ]
    expect(lasting(system, plain)).toEqual(lasting(system, cached))
    return { system, wrong: yield* disagreement(answer) }
  })

describe.skipIf(withoutTlc)("TLC and the explorer", () => {
  it("are asked each question, at least twice", () => {
    expect(seeds.length).toBeGreaterThanOrEqual(2)
    expect(everyQuestion).toHaveLength(18)
  })

  it.each(seeds)("agree on the systems of seed %i", async (seed) => {
    const concurrency = availableParallelism()
    const all = await run(
      Effect.forEach(samples(seed), agreed, { concurrency })
    )
    expect(all).toHaveLength(everyQuestion.length)
    expect(all.filter(({ wrong }) => wrong.length > 0)).toEqual([])
  })

  it("are asked what holds and what does not", () => {
    const found = asked.map(({ system, theirs: { result } }) =>
      [isLive(system) ? "Liveness" : system.question.about, result].join(": ")
    )
    expect([...new Set(found)].sort()).toEqual(
      expect.arrayContaining([
        "Deadlock: deadlock",
        "Deadlock: ok",
        "Liveness: liveness",
        "Liveness: ok",
        "Nothing: ok",
        "Orderly: liveness",
        "Orderly: ok",
        "Safe: ok",
        "Safe: safety"
      ])
    )
  })

  const broken: ReadonlyArray<readonly [fault: string, spoil: () => void]> = [
    ["drops a state", dropStates],
    ["skips an edge", skipEdges],
    ["takes one state for another of the same hash", confuseStates],
    ["hashes a state differently where it finds it again", hashByPlace]
  ]

  it.each(broken)("disagree if the explorer %s", async (_, spoil) => {
    spoil()
    const some = asked.slice(0, 4 * everyQuestion.length)
    const found = await run(
      Effect.forEach(some, (each) =>
        Effect.catchCause(disagreement(each), () => Effect.succeed(["fails"]))
      )
    )
    const caught = found.filter((wrong) => wrong.length > 0).length
    expect(caught).toBeGreaterThan(some.length / 10)
  })
})

type Method<Self> = (this: Self, ...given: ReadonlyArray<never>) => unknown

/**
 * Puts another method in the place of one, which it is given, until the test is
 * over. No spy: that would keep what each of millions of calls was given.
 */
function replace<Self extends object, M extends Method<Self>>(
  prototype: Self,
  name: string,
  by: (right: M) => M
) {
  const right = Reflect.get(prototype, name) as M
  Reflect.set(prototype, name, by(right))
  onTestFinished(() => void Reflect.set(prototype, name, right))
}

type Find = (
  this: Rows,
  words: Int32Array,
  offset: number,
  hash: number
) => number
type Hash = (this: Rows, words: Int32Array, offset: number) => number

/** One state in eight, but no initial one, is taken for stored and is not. */
function dropStates() {
  replace<Rows, Find>(Rows.prototype, "find", (find) => {
    return function (words, offset, hash) {
      const dropped = this.count > 0 && (hash & 7) === 0
      return dropped ? 0 : find.call(this, words, offset, hash)
    }
  })
}

/** Of what an actor chooses, the last place is never tried. */
function skipEdges() {
  type Outcome = (
    this: Twin,
    trial: {
      readonly label: { readonly choice?: { readonly place?: unknown } }
    }
  ) => ReadonlyArray<unknown>
  replace<Twin, Outcome>(Twin.prototype, "outcome", (outcome) => {
    return function (trial) {
      const last = trial.label.choice?.place === 2
      return last ? [] : outcome.call(this, trial)
    }
  })
}

function confuseStates() {
  const seen = new WeakMap<Rows, Map<number, number>>()
  replace<Rows, Find>(Rows.prototype, "find", (find) => {
    return function (words, offset, hash) {
      const rows = seen.get(this) ?? new Map<number, number>()
      seen.set(this, rows)
      const short = this.hash(words, offset) & 15
      const known = rows.get(short)
      if (known !== undefined && known < this.count) return known
      rows.set(short, this.count)
      return find.call(this, words, offset, hash)
    }
  })
}

function hashByPlace() {
  replace<Rows, Hash>(Rows.prototype, "hash", (hash) => {
    return function (words, offset) {
      return hash.call(this, words, offset) + (offset % 3)
    }
  })
}
