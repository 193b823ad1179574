import { describe, expect, it } from "vitest"
import type { Counterexample } from "../../explorer/counterexample.ts"
import { counterexampleLines } from "../text/counterexample.ts"
import { colourStyle, plainStyle, unstyled } from "../text/style.ts"

const lines = (counterexample: Counterexample): string =>
  `\n${counterexampleLines(counterexample, plainStyle).join("\n")}\n`

const prepare = (id: string) => ({
  action: "RMPrepare",
  actor: id,
  changes: [
    { field: `${id}.rmState`, before: "working", after: "prepared" },
    { field: "network", before: [], after: [{ _tag: "Prepared", rm: id }] }
  ]
})

describe("counter-examples", () => {
  it("tells actors, messages, and only what changes", () => {
    const message = { _tag: "Prepared", rm: "rm-0" }
    expect(
      lines({
        steps: [
          prepare("rm-0"),
          {
            action: "TMRcvPrepared",
            actor: "tm",
            message,
            changes: [{ field: "tm.tmPrepared", before: [], after: ["rm-0"] }]
          },
          {
            action: "TransferBetweenTwoDistantAccounts",
            actor: "t1",
            others: ["k1", "k2"],
            changes: [
              { field: "t1.at", before: { key: "a b" }, after: null },
              { field: "network", before: [message], after: [] },
              { field: "k1.log", before: [1, 2], after: [2, 1] }
            ]
          },
          { action: "Idle", actor: "", changes: [] }
        ]
      })
    ).toMatchInlineSnapshot(`
      "
      0. initially
      1. RMPrepare(rm-0)                         ~ rm-0.rmState: working → prepared
                                                 + Prepared{rm: rm-0}
      2. TMRcvPrepared(tm ← Prepared{rm: rm-0})  ~ tm.tmPrepared: + rm-0
      3. TransferBetweenTwoDistantAccounts(t1, k1, k2)
                                                 ~ t1.at: {key: "a b"} → nothing
                                                 - Prepared{rm: rm-0}
                                                 ~ k1.log: [1, 2] → [2, 1]
      4. Idle                                    (nothing changes)
      "
    `)
  })

  it("counts the copies in a bag", () => {
    const m = { _tag: "Ping" }
    const change = (before: unknown, after: unknown) => ({
      action: "Send",
      actor: "a",
      changes: [{ field: "network", before, after }]
    })
    expect(lines({ steps: [change([m], [m, m]), change([m, m], [])] }))
      .toMatchInlineSnapshot(`
      "
      0. initially
      1. Send(a)  + Ping
      2. Send(a)  - Ping
                  - Ping
      "
    `)
  })

  it("says how it goes on for ever", () => {
    expect(lines({ steps: [prepare("rm-0")], loop: "stuttering" }))
      .toMatchInlineSnapshot(`
      "
      0. initially
      1. RMPrepare(rm-0)  ~ rm-0.rmState: working → prepared
                          + Prepared{rm: rm-0}
         ∞ and nothing more has to happen: it may stay so for ever
      "
    `)
    expect(lines({ steps: [prepare("rm-0"), prepare("rm-1")], loop: 1 }))
      .toMatchInlineSnapshot(`
      "
      0. initially
      1. RMPrepare(rm-0)  ~ rm-0.rmState: working → prepared
                          + Prepared{rm: rm-0}
      2. RMPrepare(rm-1)  ~ rm-1.rmState: working → prepared
                          + Prepared{rm: rm-1}
         ↺ back to 1, and so on for ever
      "
    `)
  })

  it("is the same in colours", () => {
    const story = { steps: [prepare("rm-0")], loop: 0 }
    const coloured = counterexampleLines(story, colourStyle)
    expect(coloured.map(unstyled)).toEqual(
      counterexampleLines(story, plainStyle)
    )
    expect(coloured.join("")).toContain("\u001b[32m+ Prepared{rm: rm-0}")
  })
})
