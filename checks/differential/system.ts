/**
 * A random system: the tables that the walkers of `Walkers.tla` and of its twin
 * walk by, what is fair, and the one thing that is asked of it. One thing only:
 * of two properties that break at the same depth either may be found first.
 */
import * as fc from "fast-check"

/** Where a step leads from each place; -1: nowhere. */
type Way = ReadonlyArray<number>
type Pairs = ReadonlyArray<readonly [number, number]>

export interface System {
  readonly walkers: ReadonlyArray<string>
  readonly isBag: boolean
  /** How often each walker can say something. */
  readonly breath: ReadonlyArray<number>
  readonly walk: Way
  readonly jumps: Pairs
  readonly speak: Way
  readonly listen: Way
  readonly gather: Way
  readonly carry: Way
  readonly calls: Pairs
  readonly beyond: Way
  /** The position of the gate that a walker needs to pass it. */
  readonly opening: Way
  readonly shutting: Way
  readonly unsafe: Pairs
  readonly forbidden: Pairs
  readonly outside: Pairs
  readonly beginning: Pairs
  readonly ending: Pairs
  readonly loudest: number
  readonly fair: Readonly<Record<FairAction, "no" | "weakly" | "strongly">>
  readonly question: Question
}

export const fairActions = [
  "Step",
  "Jump",
  "Say",
  "Hear",
  "Meet",
  "Call",
  "Pass"
] as const
export type FairAction = (typeof fairActions)[number]

export const livenessForms = [
  "Eventually",
  "LeadsTo",
  "EventuallyAlways",
  "AlwaysEventually",
  "EachEventually",
  "EachLeadsTo",
  "EachEventuallyAlways",
  "EachAlwaysEventually",
  "StepsAgain",
  "EachHears"
] as const

const questions = ["Nothing", "Safe", "Orderly", "Deadlock"] as const

/** What is checked, beside `TypeOK`; and whether within bounds. */
export interface Question {
  readonly about: (typeof questions)[number] | (typeof livenessForms)[number]
  readonly bounded: boolean
}

export const places = [0, 1, 2]

const none = -1
const place = fc.constantFrom(...places)
const rowOf = <A>(each: fc.Arbitrary<A>, length: number) =>
  fc.array(each, { minLength: length, maxLength: length })

/** Steps that lead somewhere from most places. */
const way = rowOf(fc.constantFrom(none, none, ...places), places.length)
const gate = fc.constantFrom(0, 1)
const pairs = (second: fc.Arbitrary<number>, minLength = 0) =>
  fc.uniqueArray(fc.tuple(place, second), {
    minLength,
    maxLength: minLength + 3,
    selector: ([a, b]) => `${a} ${b}`
  })
/** Pairs of different places. */
const ways = pairs(place, 3).map((all) => all.filter(([a, b]) => a !== b))

type Fairness = System["fair"]

/** Two actions are strongly fair at most: of more TLC thinks for minutes. */
const fairness: fc.Arbitrary<Fairness> = fc
  .tuple(
    fc.subarray([...fairActions], { maxLength: 2 }),
    fc.subarray([...fairActions])
  )
  .map(([strong, weak]) => {
    const strength = (name: FairAction) =>
      strong.includes(name) ? "strongly" : weak.includes(name) ? "weakly" : "no"
    return Object.fromEntries(
      fairActions.map((name) => [name, strength(name)])
    ) as Fairness
  })

/** All of them. A bound cuts behaviours off: liveness is refused then. */
export const everyQuestion: ReadonlyArray<Question> = [
  ...questions.map((about) => ({ about, bounded: false })),
  ...questions.map((about) => ({ about, bounded: true })),
  ...livenessForms.map((about) => ({ about, bounded: false }))
]

/** Who walks, and how much they talk: a few thousand states at most. */
const crowd: fc.Arbitrary<Pick<System, "walkers" | "breath">> = fc.constantFrom(
  { walkers: ["a"], breath: [0] },
  { walkers: ["a", "b"], breath: [1, 1] },
  { walkers: ["a", "b"], breath: [2, 1] },
  { walkers: ["a", "b"], breath: [0, 2] },
  { walkers: ["a", "b", "c"], breath: [0, 0, 0] },
  { walkers: ["a", "b", "c"], breath: [1, 0, 1] }
)

const tables = fc.record(
  {
    isBag: fc.boolean(),
    walk: way,
    jumps: pairs(place),
    speak: way,
    listen: way,
    gather: way,
    carry: rowOf(place, places.length),
    calls: pairs(place),
    beyond: way,
    opening: rowOf(gate, places.length),
    shutting: rowOf(fc.constantFrom(none, none, 0, 1), 2),
    unsafe: pairs(gate),
    forbidden: ways,
    outside: pairs(gate),
    beginning: pairs(gate),
    ending: pairs(gate, 2),
    loudest: fc.integer({ min: 1, max: 4 }),
    fair: fairness
  },
  { noNullPrototype: true }
)

/** With less to do a system comes to its end more often. */
const calm = {
  jumps: [],
  gather: places.map(() => none),
  shutting: [none, none]
}

/** Any system of which this is asked. */
const systemsFor = (question: Question): fc.Arbitrary<System> =>
  fc.tuple(crowd, tables).map(([crowd, tables]) => ({
    ...crowd,
    ...tables,
    ...(question.about === "Deadlock" ? calm : {}),
    question
  }))

/** One system for each question. */
export const samples = (seed: number): ReadonlyArray<System> =>
  fc
    .sample(fc.tuple(...everyQuestion.map(systemsFor)), { seed, numRuns: 1 })
    .flat()
