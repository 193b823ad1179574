/** Protocols and models that are wrong in themselves. */
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { actor, step } from "../../../protocols/kernel/action.ts"
import {
  alwaysEventually,
  forAll,
  leadsTo
} from "../../../protocols/kernel/liveness.ts"
import type { Protocol } from "../../../protocols/kernel/protocol.ts"
import { TwoPhaseCommit } from "../../../protocols/two-phase-commit/protocol.ts"
import * as State from "../../../protocols/two-phase-commit/state.ts"
import { checkWithExplorer } from "../../check/check.ts"
import { runWithFiles } from "../../check/test/engine.ts"
import type { Explored } from "../explore.ts"
import { allModels } from "../../models/models.ts"

const model = (await runWithFiles(allModels)).find(
  ({ name }) => name === "MCTwoPhaseCommit"
)!

const types = { message: State.Message, constants: State.Constants }
const tm = actor("tm", { state: State.TransactionManager, ...types })
const rm = actor("rm", { state: State.ResourceManager, ...types })

type Config = Partial<typeof model.config>

/** The model with its protocol changed, and nothing asked but that. */
const check = (
  change: Partial<Protocol>,
  config: Config = {},
  { cached = true, states = 1000, RM = ["a", "b"] } = {}
) =>
  runWithFiles(
    checkWithExplorer(
      {
        ...model,
        protocol: { ...TwoPhaseCommit, refinements: {}, ...change },
        constants: { RM, TMMayCrash: false },
        config: { ...model.config, properties: [], ...config }
      },
      { limits: { states }, cached, onProgress: () => Effect.void }
    )
  )

const withAction = (action: Protocol["next"][string]): Partial<Protocol> => ({
  next: { ...TwoPhaseCommit.next, Odd: action }
})

const writeTo = (value: unknown): void => {
  Object.assign(value as object, { rmState: "aborted", 0: "c" })
}

let calls = 0
const sometimes = (): boolean => {
  calls++
  return calls % 3 === 0
}

/** The same when it is asked again at once. */
const slowly = (): boolean => Math.floor(asked++ / 2) % 2 === 0
let asked = 0

const odd: ReadonlyArray<
  readonly [fault: string, action: Protocol["next"][string], told: RegExp]
> = [
  [
    "throws in a guard",
    tm.local({
      guards: {
        Always: () => true,
        Broken: () => JSON.parse("{") === 1,
        Later: () => false
      },
      step: (self) => step(self)
    }),
    /^Odd\(tm\) throws in its guard Broken: .*JSON/u
  ],
  [
    "throws in its step",
    rm.receiving("Commit", {
      guards: {},
      step: () => {
        throw new Error("no way")
      }
    }),
    /^Odd\([ab]\) throws in its step: no way$/u
  ],
  [
    "throws what is no error",
    tm.local({
      guards: {},
      step: () => {
        // oxlint-disable-next-line typescript/only-throw-error
        throw "no way"
      }
    }),
    /^Odd\(tm\) throws in its step: no way$/u
  ],
  [
    "writes to its actor",
    rm.local({
      guards: {},
      step: (self) => {
        writeTo(self)
        return step(self)
      }
    }),
    /^Odd\(a\) writes to what it was given in its step: .*(?:read only|not extensible)/u
  ],
  [
    "writes to another actor, in a guard",
    tm.joint(
      { rm },
      {
        meets: (_, { RM }) => ({ rm: RM }),
        guards: {
          Writes: (_, { rm }) => {
            rm.forEach(writeTo)
            return false
          }
        },
        step: (self) => step(self)
      }
    ),
    /^Odd\(tm\) writes to what it was given in its guard Writes: .*(?:read only|not extensible)/u
  ],
  [
    "writes to a message",
    tm.receiving("Prepared", {
      guards: {},
      step: (self, m) => {
        writeTo(m)
        return step(self)
      }
    }),
    /^Odd\(tm\) writes to what it was given in its step: .*not extensible/u
  ],
  [
    "writes to a choice",
    tm
      .choosing(() => [{ few: [1, 2] }])
      .local({
        guards: {},
        step: (self, { few }) => {
          writeTo(few)
          return step(self)
        }
      }),
    /^Odd\(tm\) writes to what it was given in its step: .*(?:read only|not extensible)/u
  ],
  [
    "writes to the constants",
    tm.local({
      guards: {},
      step: (self, { RM }) => {
        writeTo(RM)
        return step(self)
      }
    }),
    /^Odd\(tm\) writes to what it was given in its step: .*(?:read only|not extensible)/u
  ],
  [
    "is possible only sometimes",
    tm.local({ guards: { Sometimes: sometimes }, step: (self) => step(self) }),
    /^Odd\(tm\) is not deterministic: .*Sometimes false/u
  ],
  [
    "makes now this, now that",
    rm.local({
      guards: {},
      step: (self) =>
        step({ ...self, rmState: sometimes() ? "aborted" : "prepared" })
    }),
    /^Odd\([ab]\) is not deterministic: .*"rmState":"(?:prepared|aborted)"/u
  ],
  [
    "changes its mind, but slowly",
    tm.local({ guards: { Slowly: slowly }, step: (self) => step(self) }),
    /^Odd\(tm\) is not deterministic: .*Slowly false/u
  ],
  [
    "makes what is no plain data",
    rm.local({
      guards: {},
      step: (self) => step({ ...self, rmState: 1n as never })
    }),
    /^Odd\([ab]\) makes what is no plain data: .*BigInt/u
  ]
]

describe("an action that", () => {
  it.each(odd)("%s is found and named", async (_, action, told) => {
    for (const cached of [true, false]) {
      const checked = check(withAction(action), {}, { cached })
      await expect(checked).rejects.toMatchObject({
        _tag: "BadInput",
        file: "protocols/two-phase-commit",
        problem: expect.stringMatching(told) as string
      })
    }
  })

  it("is a pure function is not", async () => {
    const Odd = tm.local({ guards: {}, step: (self) => step(self) })
    expect(await check(withAction(Odd))).toMatchObject({ result: "ok" })
  })
})

describe("a model", () => {
  it("without a state is refused", async () => {
    const checked = check(
      { bounds: { Never: () => false } },
      { constraints: [{ name: "Never", line: 7 }] }
    )
    await expect(checked).rejects.toMatchObject({
      _tag: "BadInput",
      file: expect.stringMatching(/MCTwoPhaseCommit\.cfg$/u) as string,
      line: 7,
      problem: "there is no state: the initial one is out of bounds"
    })
  })

  const many = (length: number) => Array.from({ length }, (_, i) => `rm-${i}`)

  it("refines what has more states than can be seen", async () => {
    const { refinements } = TwoPhaseCommit
    const { properties } = model.config
    const options = { RM: many(30), states: 500 }
    const report = await check({ refinements }, { properties }, options)
    expect(properties).toHaveLength(2)
    expect(report).toMatchObject({ result: "incomplete", distinct: 500 })
  })

  it("of a thousand participants is incomplete, not too much", async () => {
    const report = await check({}, {}, { RM: many(1000), states: 500 })
    expect(report).toMatchObject({
      result: "incomplete",
      limit: "states",
      distinct: 500
    })
  })
})

it("ends as incomplete before JavaScript's heap is full", () => {
  const program = `${import.meta.dirname}/programs/growing.ts`
  const small = ["--max-semi-space-size=1", "--max-old-space-size=100"]
  const words = [...small, program]
  const { stdout } = spawnSync(process.execPath, words, { encoding: "utf8" })
  const { finding, distinct } = JSON.parse(stdout) as Explored
  expect(finding).toEqual({ _tag: "Incomplete", limit: "memory" })
  expect(distinct).toBeGreaterThan(1000)
})

describe("a leads-to", () => {
  const never = () => false
  const always = () => true
  const ask = (liveness: Protocol["liveness"]) =>
    check({ liveness }, { properties: [{ name: "Odd", line: 1 }] })

  it("whose left side never holds is vacuous", async () => {
    expect(await ask({ Odd: leadsTo(never, never) })).toMatchObject({
      result: "vacuous",
      summary: "Odd is vacuous: its left side never holds",
      distinct: 56
    })
  })

  it("whose left side holds somewhere is not", async () => {
    expect(await ask({ Odd: leadsTo(always, always) })).toMatchObject({
      result: "ok"
    })
    expect(await ask({ Odd: leadsTo(always, never) })).toMatchObject({
      result: "liveness"
    })
  })

  it("is vacuous only if it is so for all values of a parameter", async () => {
    const only = (wanted: ReadonlyArray<number>) =>
      forAll(
        () => [1, 2],
        (n) => leadsTo(() => wanted.includes(n), always)
      )
    expect(await ask({ Odd: only([]) })).toMatchObject({ result: "vacuous" })
    expect(await ask({ Odd: only([2]) })).toMatchObject({ result: "ok" })
  })

  it("is the only form that can be vacuous", async () => {
    expect(await ask({ Odd: alwaysEventually(always) })).toMatchObject({
      result: "ok"
    })
  })
})
