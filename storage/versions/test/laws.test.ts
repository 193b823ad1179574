/**
 * The laws of a version store, against the plainest one: a transaction copies
 * everything when it begins, works on its copy, and what it wrote is copied
 * back when it commits, unless one of its keys was written meanwhile.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { SnapshotIsolationBugs } from "../../../protocols/snapshot-isolation/bugs.ts"
import { type MemoryOptions, memoryVersions } from "../memory.ts"
import { type Ending, type Operation, perform } from "../operation.ts"
import { type OpenTransaction, VersionStore } from "../store.ts"

type Answer = string | undefined

/** A transaction of the plain store. */
class PlainTransaction {
  private readonly store: PlainStore
  private readonly copy: Map<string, string>
  private readonly start: number
  private readonly written = new Set<string>()
  private open = true

  constructor(store: PlainStore) {
    this.store = store
    this.copy = new Map(store.values)
    this.start = store.commits
  }

  /** What is answered, or the guard that is false. */
  take(command: Command): Result.Result<Answer, string> {
    if (!this.open) return Result.fail("Open")
    if (!("key" in command)) return this.end(command._tag)
    const { _tag, key } = command
    if (_tag === "Read") return Result.succeed(this.copy.get(key))
    if (_tag === "Insert" && this.copy.has(key)) return Result.fail("Missing")
    if (_tag !== "Insert" && !this.copy.has(key)) return Result.fail("Present")
    if ("value" in command) this.copy.set(key, command.value)
    else this.copy.delete(key)
    this.written.add(key)
    return Result.succeed(undefined)
  }

  private end(how: "Commit" | "Abort"): Result.Result<Answer, string> {
    const { store, copy, written, start } = this
    const late = [...written].some((key) => (store.last.get(key) ?? 0) > start)
    if (how === "Commit" && late) return Result.fail("FirstCommitter")
    this.open = false
    if (how === "Abort") return Result.succeed(undefined)
    store.commits += 1
    for (const key of written) {
      const value = copy.get(key)
      if (value === undefined) store.values.delete(key)
      else store.values.set(key, value)
      store.last.set(key, store.commits)
    }
    return Result.succeed(undefined)
  }
}

class PlainStore {
  readonly values = new Map<string, string>()
  /** The last commit that wrote a key. */
  readonly last = new Map<string, number>()
  commits = 0
}

type Command = Operation | Ending

/** The first command of a transaction begins it. */
interface Turn {
  readonly transaction: string
  readonly command: Command
}

/** What the store answers to each turn. */
const answersOf = (turns: ReadonlyArray<Turn>, options?: MemoryOptions) =>
  Effect.gen(function* () {
    const { begin } = yield* VersionStore
    const open = new Map<string, OpenTransaction>()
    return yield* Effect.forEach(turns, ({ transaction: id, command }) =>
      Effect.gen(function* () {
        const transaction = open.get(id) ?? (yield* begin(id))
        open.set(id, transaction)
        return (yield* perform(transaction, command)) ?? undefined
      }).pipe(
        Effect.mapError((e) => (e._tag === "Refused" ? e.guard : e.word)),
        Effect.result
      )
    )
  }).pipe(Effect.provide(memoryVersions(options)), Effect.runSync)

const plainAnswersOf = (turns: ReadonlyArray<Turn>) => {
  const store = new PlainStore()
  const open = new Map<string, PlainTransaction>()
  return turns.map(({ transaction: id, command }) => {
    const transaction = open.get(id) ?? new PlainTransaction(store)
    open.set(id, transaction)
    return transaction.take(command)
  })
}

const key = fc.constantFrom("x", "y")
const value = fc.constantFrom("a", "b", "c")

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ _tag: fc.constantFrom("Read", "Remove"), key }),
  fc.record({ _tag: fc.constantFrom("Insert", "Update"), key, value }),
  fc.record({ _tag: fc.constantFrom("Commit", "Commit", "Abort") })
)

const turns = fc.array(
  fc.record({ transaction: fc.constantFrom("t1", "t2", "t3", "t4"), command }),
  { maxLength: 40 }
)

const text = (answer: Result.Result<Answer, string>): string =>
  Result.match(answer, {
    onSuccess: (value) => `answers ${value ?? "nothing"}`,
    onFailure: (guard) => `refuses: ${guard}`
  })

describe("a store of versions", () => {
  test("answers as the plainest store does", () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(turns, (turns) => {
        const answers = answersOf(turns).map(text)
        expect(answers).toEqual(plainAnswersOf(turns).map(text))
        for (const answer of answers) seen.add(answer)
      }),
      { numRuns: 500 }
    )
    expect([...seen].toSorted()).toEqual([
      "answers a",
      "answers b",
      "answers c",
      "answers nothing",
      "refuses: FirstCommitter",
      "refuses: Missing",
      "refuses: Open",
      "refuses: Present"
    ])
  })

  test.each(Object.entries(SnapshotIsolationBugs))(
    "answers otherwise with the mistake %s",
    (_name, options) => {
      const same = fc.property(
        turns,
        (turns) =>
          answersOf(turns, options).map(text).join() ===
          plainAnswersOf(turns).map(text).join()
      )
      expect(fc.check(same, { numRuns: 500, seed: 1 }).failed).toBe(true)
    }
  )

  test("refuses a second transaction of the same id", () => {
    const twice = Effect.gen(function* () {
      const { begin } = yield* VersionStore
      const { commit } = yield* begin("t1")
      yield* commit
      return yield* Effect.flip(begin("t1"))
    }).pipe(Effect.provide(memoryVersions()), Effect.runSync)
    expect(twice.message).toBe("Begin by t1 is not possible: New is false")
  })

  test("refuses words that mean something else", () => {
    const refusals = Effect.gen(function* () {
      const { begin } = yield* VersionStore
      const { insert } = yield* begin("t1")
      return [
        yield* Effect.flip(begin("initial")),
        yield* Effect.flip(insert("x", "absent"))
      ].map(({ message }) => message)
    }).pipe(Effect.provide(memoryVersions()), Effect.runSync)
    expect(refusals).toEqual([
      '"initial" is a reserved word',
      '"absent" is a reserved word'
    ])
  })

  test("may hold a key and a transaction of the same name", () => {
    const read = Effect.gen(function* () {
      const { begin } = yield* VersionStore
      const { insert, read } = yield* begin("x")
      yield* insert("x", "a")
      return yield* read("x")
    }).pipe(Effect.provide(memoryVersions()), Effect.runSync)
    expect(read).toBe("a")
  })
})
