/**
 * Stores with one mistake each, in runs of all kinds: a log is rejected at the
 * first line that shows the mistake, and accepted if none does. Which line that
 * is, is told by a few lines that know nothing of the protocol.
 */
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Level, type Line, verdict } from "./key-value-samples.ts"

/** The last commit of each key, and whether it has a value since. */
type Store = Map<number, { readonly at: number; readonly there: boolean }>

interface Transaction {
  readonly start: number
  readonly snapshot: Store
  readonly writes: Map<number, boolean>
}

const there = (t: Transaction, key: number): boolean =>
  t.writes.get(key) ?? t.snapshot.get(key)?.there ?? false

/** Whether another has committed one of these keys since. */
const late = (store: Store, since: number, keys: ReadonlyArray<number>) =>
  keys.some((key) => (store.get(key)?.at ?? 0) > since)

/** A run under way, of the program or of what is told of it. */
class Run {
  now = 0
  readonly store: Store = new Map()
  readonly open = new Map<string, Transaction>()

  begin(id: string) {
    const snapshot: Store = new Map(this.store)
    this.open.set(id, { start: this.now, snapshot, writes: new Map() })
  }

  install(writes: Iterable<readonly [key: number, there: boolean]>) {
    this.now += 1
    for (const [key, there] of writes) {
      this.store.set(key, { at: this.now, there })
    }
  }

  isLate({ start, writes }: Transaction): boolean {
    return late(this.store, start, [...writes.keys()])
  }
}

/** What the program does its own way. */
interface Program {
  readonly sees: (run: Run, t: Transaction, key: number) => boolean
  readonly mayCommit: (run: Run, t: Transaction) => boolean
  /** What a commit installs. */
  readonly installs: (t: Transaction) => Iterable<readonly [number, boolean]>
  readonly rollbackInstalls: boolean
  /** What else it logs, after an end and at any time. */
  readonly afterEnd: (id: string) => ReadonlyArray<Line>
  readonly besides: (run: Run) => ReadonlyArray<Line>
}

const right: Program = {
  sees: (_run, t, key) => there(t, key),
  mayCommit: (run, t) => !run.isLate(t),
  installs: ({ writes }) => writes,
  rollbackInstalls: false,
  afterEnd: () => [],
  besides: () => []
}

const checking = (
  keys: (t: Transaction) => ReadonlyArray<number>
): Partial<Program> => ({
  mayCommit: (run, t) => !late(run.store, t.start, keys(t))
})

const faults: Readonly<Record<string, Partial<Program>>> = {
  "commits whoever was first": checking(() => []),
  "looks at one of the keys only": checking(({ writes }) =>
    [...writes.keys()].slice(0, 1)
  ),
  "does not look at keys that were removed": checking(({ writes }) =>
    [...writes].filter(([, there]) => there).map(([key]) => key)
  ),
  "reads a later snapshot": {
    sees: (run, t, key) =>
      t.writes.get(key) ?? run.store.get(key)?.there ?? false
  },
  "reads what is not committed": {
    sees: (run, t, key) =>
      [...run.open.values()].some((other) => other.writes.get(key)) ||
      there(t, key)
  },
  "forgets its own writes": {
    sees: (_run, t, key) => t.snapshot.get(key)?.there ?? false
  },
  "loses one write of a commit": {
    installs: ({ writes }) => [...writes].filter((_, i) => i !== 1)
  },
  "installs what was rolled back": { rollbackInstalls: true },
  "commits twice": { afterEnd: (id) => [["CloseTx", id]] },
  "writes when it has ended": { afterEnd: (id) => [["Update", id, 1, "V1"]] },
  "rolls back what it has committed": {
    afterEnd: (id) => [["RollbackTx", id]]
  },
  "opens one transaction twice": {
    besides: ({ open }) =>
      open.size === 3 ? [["OpenTx", [...open.keys()][0]!]] : []
  },
  "writes before it opens": {
    besides: ({ open }) => (open.size === 2 ? [["Add", "9", 9, "V1"]] : [])
  }
}

interface Deed {
  readonly does: "write" | "remove" | "end" | "give up"
  readonly who: number
  readonly key: number
  readonly value: string
}

const deeds = fc.array(
  fc.record<Deed>({
    does: fc.constantFrom(
      "write",
      "write",
      "write",
      "remove",
      "end",
      "give up"
    ),
    who: fc.nat(3),
    key: fc.integer({ min: 1, max: 3 }),
    value: fc.constantFrom("V1", "V2")
  }),
  { minLength: 30, maxLength: 60, size: "max" }
)

/** What the program logs when it is asked for these. */
const run = (
  program: Program,
  all: ReadonlyArray<Deed>
): ReadonlyArray<Line> => {
  const run = new Run()
  return all.flatMap(({ does, who, key, value }): ReadonlyArray<Line> => {
    const id = String(who)
    const t = run.open.get(id)
    if (t === undefined) {
      run.begin(id)
      return [["OpenTx", id], ...program.besides(run)]
    }
    if (does === "end" || does === "give up") {
      const commits = does === "end" && program.mayCommit(run, t)
      if (commits) run.install(program.installs(t))
      else if (program.rollbackInstalls) run.install(t.writes)
      run.open.delete(id)
      return [[commits ? "CloseTx" : "RollbackTx", id], ...program.afterEnd(id)]
    }
    const seen = program.sees(run, t, key)
    if (does === "remove" && !seen) return []
    t.writes.set(key, does === "write")
    return does === "remove"
      ? [["Remove", id, key]]
      : [[seen ? "Update" : "Add", id, key, value]]
  })
}

/** Is the line one that the right program could have logged then? */
const fits = (run: Run, level: Level, [event, ...args]: Line): boolean => {
  const [id, key] = args as [string, number]
  const t = run.open.get(id)
  if (event === "OpenTx") {
    run.begin(id)
    return t === undefined
  }
  if (t === undefined) return false
  if (event === "CloseTx" || event === "RollbackTx") {
    run.open.delete(id)
    if (event === "RollbackTx" || level === "V") return true
    const right = !run.isLate(t)
    run.install(t.writes)
    return right
  }
  const told = level === "EA" || level === "VEA"
  const right = !told || there(t, key) === (event !== "Add")
  t.writes.set(key, event !== "Remove")
  return right
}

/** The first line that shows a mistake, as far as lines tell what happens. */
const firstWrong = (level: Level, lines: ReadonlyArray<Line>): number => {
  const run = new Run()
  return lines.findIndex((line) => !fits(run, level, line))
}

const levels = ["EA", "V", "VEA", "VpEA"] as const

const judged = async (program: Program, all: ReadonlyArray<Deed>) => {
  const lines = run(program, all)
  fc.pre(lines.length > 0)
  for (const level of levels) {
    const wrong = firstWrong(level, lines)
    const found = await verdict(level, lines)
    expect(found).toMatchObject(
      wrong < 0 ? { _tag: "Accepted" } : { _tag: "Rejected", line: wrong + 1 }
    )
    // What is left open does not make it long: one state a line.
    expect(found).toHaveProperty(
      "searched",
      level === "EA" || level === "VEA" ? 0 : expect.toSatisfy(atMost(lines))
    )
  }
  return firstWrong("EA", lines) >= 0
}

const atMost =
  ({ length }: ReadonlyArray<unknown>) =>
  (n: number): boolean =>
    n <= length

/** How many more are open after an event. */
const change: Readonly<Record<string, number>> = {
  OpenTx: 1,
  CloseTx: -1,
  RollbackTx: -1
}

describe("in runs of all kinds", () => {
  test("the right store is accepted", async () => {
    await fc.assert(
      fc.asyncProperty(deeds, async (all) => {
        expect(await judged(right, all)).toBe(false)
      })
    )
  })

  test("the right store is accepted by the names of its events", async () => {
    await fc.assert(
      fc.asyncProperty(deeds, async (all) => {
        const lines = run(right, all)
        fc.pre(lines.length > 0)
        expect(await verdict("E", lines)).toMatchObject({ _tag: "Accepted" })
        const open = lines.reduce((n, [event]) => n + (change[event] ?? 0), 0)
        const ends = Array.from({ length: open + 1 }, (): Line => [
          "RollbackTx"
        ])
        expect(await verdict("E", [...lines, ...ends])).toMatchObject({
          _tag: "Rejected",
          line: lines.length + open + 1
        })
      })
    )
  })

  test.each(Object.entries(faults))(
    "a store that %s is not",
    async (_, fault) => {
      let found = 0
      await fc.assert(
        fc.asyncProperty(deeds, async (all) => {
          if (await judged({ ...right, ...fault }, all)) found += 1
        }),
        // The same runs each time: the mistake must show in one.
        { numRuns: 30, seed: 1 }
      )
      expect(found).toBeGreaterThan(0)
    }
  )
})
