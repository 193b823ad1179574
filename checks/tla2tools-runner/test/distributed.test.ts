import { describe, expect, it } from "vitest"
import {
  afterServerEvent,
  type LostWorker,
  noServerFacts,
  resultOfLocal,
  resultOfServer,
  type ServerFacts,
  threadsOf
} from "../src/distributed.ts"
import { eventsOf, resultOf } from "./fixtures.ts"

const factsOf = (name: string): ServerFacts =>
  eventsOf(`distributed-${name}`).reduce(afterServerEvent, noServerFacts)

describe("a server of distributed TLC", () => {
  it("has searched everything if all that it says agrees", () => {
    expect(resultOfServer(factsOf("Plain"))).toMatchObject({
      verdict: "ok",
      distinct: 4,
      exitCode: 0
    })
  })

  it.each(["Invariant", "Deadlock", "Trace", "Initial"])(
    "ends with 0 after a violation all the same: %s",
    (name) => {
      const facts = factsOf(name)
      expect([facts.exitCode, facts.violated]).toEqual([0, true])
      expect(facts.succeeded).toBe(false)
    }
  )

  it("tells two states of six, the first under a wrong name", () => {
    const states = eventsOf("distributed-Trace").flatMap((event) =>
      event._tag === "State" ? [event.state] : []
    )
    expect(states.map(({ action }) => action?.name)).toHaveLength(2)
    expect(states[0]).toMatchObject({ number: 1, action: null })
    expect(states[0]?.variables).not.toEqual({ x: 0, y: 0 })
  })

  it("checks neither assumptions nor temporal properties", () => {
    // A local run ends both with errors: 10 and 13.
    expect(resultOf("Assumption").verdict).toBe("assumption")
    expect(factsOf("Assumption").problem).toBeNull()
    expect(resultOfServer(factsOf("Ok")).verdict).toBe("ok")
    expect(
      eventsOf("distributed-Ok").some(({ _tag }) => _tag === "Temporal")
    ).toBe(false)
  })

  it("gives wrong reasons for what it cannot evaluate", () => {
    const { problem } = factsOf("InitialEvaluation")
    expect(problem).toContain("TLCGet operators not supported")
  })

  it.each([
    ["MissingConstant", "The constant parameter Colour is not assigned"],
    ["PortTaken", "Port already in use"]
  ])("fails with a reason, whatever its exit code: %s", (name, reason) => {
    const { summary, verdict } = resultOfServer(factsOf(name))
    expect(verdict).toBe("toolError")
    expect(summary).toContain(reason)
  })

  it("misses a worker that is killed, and counts right without it", () => {
    const facts = factsOf("LostWorker")
    expect([facts.joined, threadsOf(facts)]).toEqual([2, 1])
    expect(resultOfServer(facts)).toMatchObject({
      verdict: "ok",
      distinct: 201 ** 2
    })
  })

  it("has nobody left if all are killed", () => {
    expect(threadsOf(factsOf("NoWorkers"))).toBe(0)
    expect(resultOfServer(factsOf("NoWorkers")).verdict).toBe("killed")
    const lost: ReadonlyArray<LostWorker> = [
      { worker: 1, exitCode: 137, lastWords: "ready" }
    ]
    const ended = { ...factsOf("NoWorkers"), exitCode: null, lost }
    const { summary, verdict } = resultOfServer(ended)
    expect([verdict, summary]).toEqual([
      "incomplete",
      "Every worker was lost. The last one said: ready"
    ])
  })

  it.each([
    ["exitCode", 1],
    ["joined", 0],
    ["succeeded", false],
    ["finished", false],
    ["distinct", null],
    ["queue", 3]
  ] as const)("is not trusted with %s %s", (field, value) => {
    const facts = { ...factsOf("Plain"), [field]: value }
    expect(resultOfServer(facts)).toMatchObject({
      verdict: "toolError",
      distinct: null
    })
  })
})

describe("the local run after a violation", () => {
  it("gives the verdict and the whole trace", () => {
    const local = resultOf("Invariant")
    const result = resultOfLocal(factsOf("Invariant"), local)
    expect(result).toMatchObject({ verdict: "safety", distinct: null, local })
  })

  it("must find one as well", () => {
    const result = resultOfLocal(factsOf("Invariant"), resultOf("Ok"))
    expect(result.verdict).toBe("toolError")
  })
})
