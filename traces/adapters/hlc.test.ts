import { describe, expect, test } from "vitest"
import { basename } from "node:path"
import { logsIn, present } from "../validator/shared-logs.ts"
import { verdictOf } from "../validator/testing.ts"
import {
  jump,
  type Line,
  now,
  recv,
  refuses,
  restart,
  send,
  verdict
} from "./hlc-samples.ts"

const good: Readonly<Record<string, ReadonlyArray<Line>>> = {
  "one answer": [now(1, 100, [100, 0])],
  "a clock that stands still": [
    now(1, 100, [100, 0]),
    now(1, 100, [100, 1]),
    send(1, 100, 1, [100, 2])
  ],
  "a slow clock that is dragged along": [
    send(1, 100, 7, [100, 0]),
    recv(2, 60, [1, 7], [100, 0]),
    now(2, 61, [100, 1]),
    now(2, 101, [101, 0])
  ],
  "a receipt that does not tick, but takes the reading": [
    now(2, 60, [60, 0]),
    send(1, 50, 1, [50, 0]),
    recv(2, 70, [1, 1], [50, 0]),
    now(2, 70, [70, 1])
  ],
  "a message that comes twice, to its sender too": [
    send(1, 100, 1, [100, 0]),
    recv(2, 100, [1, 1], [100, 0]),
    recv(2, 100, [1, 1], [100, 0]),
    recv(1, 100, [1, 1], [100, 0]),
    now(2, 100, [100, 1])
  ],
  "a clock that is set back": [
    now(1, 100, [100, 0]),
    jump(1, 40),
    now(1, 40, [100, 1])
  ],
  "a clock that goes back unsaid": [
    now(1, 100, [100, 0]),
    now(1, 99, [100, 1])
  ],
  "a restart, and its last answer": [
    now(1, 100, [100, 0]),
    restart(1, 101, [100, 1]),
    now(1, 101, [101, 0])
  ],
  "a restart whose last answer had a reading of its own": [
    now(1, 100, [100, 0]),
    restart(1, 105, [104, 0]),
    now(1, 105, [105, 0])
  ],
  "a remote timestamp as far ahead as may be": [
    send(1, 150, 1, [150, 0]),
    recv(2, 100, [1, 1], [150, 0]),
    now(2, 100, [150, 1])
  ],
  "a remote timestamp that is refused": [
    send(1, 151, 1, [151, 0]),
    refuses(recv(2, 100, [1, 1], [151, 0])),
    now(2, 100, [100, 0])
  ],
  "readings in nanoseconds since 1970": [
    now(1, 1_763_923_003_123_456, [1_763_923_003_123_456, 0])
  ]
}

const different = (actor: string, field: string) => ({
  _tag: "Different",
  differences: expect.arrayContaining([
    expect.objectContaining({ actor, field })
  ]) as unknown
})

const disabled = (guard: string) => ({ _tag: "Disabled", guard })

/** Wrong at its last line, and why. */
const bad: Readonly<Record<string, readonly [object, ReadonlyArray<Line>]>> = {
  "forgets the remote maximum": [
    different("n2", "l"),
    [
      send(1, 100, 1, [100, 0]),
      recv(2, 60, [1, 1], [100, 0]),
      now(2, 61, [61, 0])
    ]
  ],
  "takes over the remote wall time, but not its counter": [
    different("n2", "c"),
    [
      now(1, 100, [100, 0]),
      send(1, 100, 1, [100, 1]),
      recv(2, 60, [1, 1], [100, 1]),
      now(2, 61, [100, 1])
    ]
  ],
  "does not reset its counter": [
    different("n1", "c"),
    [now(1, 100, [100, 0]), now(1, 101, [101, 1])]
  ],
  "does not count": [
    different("n1", "c"),
    [now(1, 100, [100, 0]), now(1, 100, [100, 0])]
  ],
  "counts by two": [
    different("n1", "c"),
    [now(1, 100, [100, 0]), now(1, 100, [100, 2])]
  ],
  "counts when it receives": [
    different("n2", "c"),
    [
      send(1, 100, 1, [100, 0]),
      recv(2, 60, [1, 1], [100, 0]),
      now(2, 60, [100, 2])
    ]
  ],
  "answers below its physical clock": [
    different("n1", "l"),
    [now(1, 100, [100, 0]), send(1, 105, 1, [104, 0])]
  ],
  "answers ahead of all that it knows": [
    different("n1", "l"),
    [now(1, 100, [101, 0])]
  ],
  "follows its physical clock back": [
    different("n1", "l"),
    [now(1, 100, [100, 0]), jump(1, 40), now(1, 41, [41, 0])]
  ],
  "forgets at a restart": [
    disabled("CounterFits"),
    [now(1, 100, [100, 0]), restart(1, 40, [100, 1]), now(1, 41, [41, 0])]
  ],
  "goes on without a wait after a restart": [
    disabled("CounterFits"),
    [now(1, 100, [100, 0]), restart(1, 100, [100, 1]), now(1, 100, [100, 2])]
  ],
  "is wrong in its last answer before a restart": [
    different("n1", "c"),
    [now(1, 100, [100, 0]), restart(1, 101, [100, 2])]
  ],
  "accepts what is too far ahead": [
    disabled("WithinOffset"),
    [send(1, 151, 1, [151, 0]), recv(2, 100, [1, 1], [151, 0])]
  ],
  "refuses what is not too far ahead": [
    disabled("TooFarAhead"),
    [send(1, 150, 1, [150, 0]), refuses(recv(2, 100, [1, 1], [150, 0]))]
  ],
  "receives what nobody sent": [
    { _tag: "NeverSent", id: "1" },
    [now(1, 100, [100, 0]), recv(2, 100, [1, 1], [100, 0])]
  ],
  "receives before it was sent": [
    { _tag: "NeverSent", id: "2" },
    [send(1, 100, 1, [100, 0]), recv(2, 100, [1, 2], [100, 0])]
  ],
  "receives another timestamp than was sent": [
    { _tag: "OtherMessage", id: "1" },
    [send(1, 100, 1, [100, 0]), recv(2, 100, [1, 1], [100, 1])]
  ],
  "receives from another than the sender": [
    { _tag: "OtherMessage", id: "1" },
    [send(1, 100, 1, [100, 0]), recv(2, 100, [3, 1], [100, 0])]
  ]
}

describe("logs of clocks are accepted:", () => {
  test.each(Object.entries(good))("%s", async (_name, lines) => {
    expect(await verdict(lines)).toMatchObject({
      _tag: "Accepted",
      events: lines.length
    })
  })
})

describe("a clock is found out that", () => {
  test.each(Object.entries(bad))("%s", async (_name, [reason, lines]) => {
    expect(await verdict(lines)).toMatchObject({
      _tag: "Rejected",
      line: lines.length + 1,
      reason
    })
  })
})

/** The first wrong line of each faulty clock, and why it is. */
const faulty: Readonly<Record<string, readonly [number, object]>> = {
  "wrong_no_max_with_remote.ndjson": [9, different("n1", "l")],
  "wrong_logical_not_reset.ndjson": [2, different("n4", "c")],
  "wrong_forget_on_restart.ndjson": [37, disabled("CounterFits")]
}

describe.skipIf(!present)("logs of CockroachDB's clock", () => {
  const real = logsIn("hlc", (name) => name.startsWith("real_"))
  const wrong = logsIn("hlc", (name) => name.startsWith("wrong_"))

  test("are there", () => {
    expect(real.length).toBe(2)
    expect(wrong.map((path) => basename(path)).sort()).toEqual(
      Object.keys(faulty).sort()
    )
  })

  test.each(real.map((path) => [basename(path), path]))(
    "%s is accepted",
    async (_name, path) => {
      const found = await verdictOf(path)
      expect(found).toMatchObject({ _tag: "Accepted" })
      expect(found.events).toBeGreaterThan(9000)
    }
  )

  test.each(wrong.map((path) => [basename(path), path]))(
    "%s is rejected",
    async (name, path) => {
      const [line, reason] = faulty[name]!
      expect(await verdictOf(path)).toMatchObject({
        _tag: "Rejected",
        line,
        reason
      })
    }
  )
})
