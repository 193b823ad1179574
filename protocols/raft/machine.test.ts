import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { cluster } from "./cluster.ts"
import {
  ElectionSafety,
  LogMatching,
  StateMachineSafety
} from "./properties.ts"
import { constants, Server } from "./testing.ts"

const valuesOf = (made: ReturnType<typeof cluster>, id: string) =>
  (made.applied.get(id) ?? []).flatMap(({ value }) => value ?? [])

describe("the machine", () => {
  test("elects a leader and applies what is proposed everywhere", () => {
    const made = cluster(constants)
    made.tell("s1", { _tag: "ElectionTimeout" })
    made.deliver()
    expect(made.states.get("s1")?.role).toBe("leader")
    made.tell("s1", { _tag: "Proposed", value: "a" })
    made.tell("s1", { _tag: "Proposed", value: "b" })
    made.deliver()
    for (const id of Server) expect(valuesOf(made, id)).toEqual(["a", "b"])
  })

  test("takes no proposal that does not lead", () => {
    const made = cluster(constants)
    made.tell("s2", { _tag: "Proposed", value: "a" })
    expect(made.states.get("s2")?.log).toEqual([])
  })
})

const id = fc.constantFrom(...Server)
const happening = fc.oneof(
  fc.record({ _tag: fc.constant("Tick" as const), id, election: fc.boolean() }),
  fc.record({ _tag: fc.constant("Propose" as const), id }),
  fc.record({ _tag: fc.constant("Deliver" as const), at: fc.nat() }),
  fc.record({ _tag: fc.constant("Lose" as const), at: fc.nat() }),
  fc.record({ _tag: fc.constant("Repeat" as const), at: fc.nat() })
)

/** Any happenings, in which messages are lost, late and repeated. */
const afterAll = (
  pre: boolean,
  happenings: ReadonlyArray<
    typeof happening extends fc.Arbitrary<infer A> ? A : never
  >
) => {
  const made = cluster({ ...constants, PreVote: pre })
  happenings.forEach((one, i) => {
    if (one._tag === "Tick") {
      const _tag = one.election ? "ElectionTimeout" : "HeartbeatTimeout"
      return made.tell(one.id, { _tag })
    }
    if (one._tag === "Propose") {
      return made.tell(one.id, { _tag: "Proposed", value: `v${i}` })
    }
    const at = one.at % Math.max(made.network.length, 1)
    const [message] = made.network.slice(at, at + 1)
    if (message === undefined) return
    if (one._tag !== "Repeat") made.network.splice(at, 1)
    if (one._tag !== "Lose")
      made.tell(message.to, { _tag: "Received", message })
  })
  return made
}

describe("whatever the network does", () => {
  const runs = fc.array(happening, { minLength: 20, maxLength: 120 })

  test("what is promised holds, and what was applied stays", () => {
    let applied = 0
    fc.assert(
      fc.property(fc.boolean(), runs, (pre, happenings) => {
        const made = afterAll(pre, happenings)
        const server = Object.fromEntries(made.states)
        const world = { server, client: {}, network: [] }
        expect(ElectionSafety(world)).toBe(true)
        expect(LogMatching(world)).toBe(true)
        expect(StateMachineSafety(world)).toBe(true)
        applied += Server.flatMap((one) => valuesOf(made, one)).length
      })
    )
    expect(applied).toBeGreaterThan(0)
  })

  test("once it calms down, everyone has applied the same", () => {
    fc.assert(
      fc.property(fc.boolean(), runs, (pre, happenings) => {
        const made = afterAll(pre, happenings)
        made.deliver()
        for (let turn = 0; turn < 20; turn++) {
          made.tell(Server[turn % 3] ?? "s1", { _tag: "ElectionTimeout" })
          made.deliver()
        }
        const leader = [...made.states.values()].findLast(
          ({ role }) => role === "leader"
        )
        expect(leader).toBeDefined()
        made.tell(leader?.id ?? "", { _tag: "Proposed", value: "last" })
        made.deliver()
        made.tell(leader?.id ?? "", { _tag: "HeartbeatTimeout" })
        made.deliver()
        const all = Server.map((one) => valuesOf(made, one))
        expect(all[0]?.at(-1)).toBe("last")
        expect(all[1]).toEqual(all[0])
        expect(all[2]).toEqual(all[0])
      })
    )
  })
})
