/** What an acknowledgement makes of etcd's flow control. */
import { describe, expect, test } from "vitest"
import { accepted, type Flow, installing, unknown } from "./flow.ts"

const replicating: Flow = { ...unknown(9), state: "Replicate", match: 4 }

describe("a window", () => {
  const full = { ...replicating, paused: true, full: true }

  test("that was full has room once nothing is under way", () => {
    const after = accepted({ ...full, inflight: [8] }, 8, 4)
    expect(after).toMatchObject([{ full: false, paused: false, match: 8 }])
  })

  test("that is limited in bytes may be full still", () => {
    const after = accepted({ ...full, inflight: [6, 8] }, 6, 4)
    expect(after).toMatchObject([{ full: false }, { full: true }])
  })

  test("from which nothing was freed is full", () => {
    const after = accepted({ ...full, inflight: [8] }, 6, 4)
    expect(after).toMatchObject([{ full: true }])
  })
})

describe("a snapshot under way", () => {
  const flow = installing(replicating, 6)

  test("is waited for still where more may be compacted", () => {
    const states = accepted(flow, 6, 7)?.map(({ state }) => state)
    expect(states).toEqual(["Snapshot", "Replicate"])
  })

  test("has arrived where nothing more is", () => {
    expect(accepted(flow, 6, 6)).toMatchObject([
      { state: "Replicate", match: 6, next: 7, told: 6 }
    ])
  })
})
