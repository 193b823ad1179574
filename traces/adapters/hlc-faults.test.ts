/**
 * Clocks with one mistake each, in runs of all kinds: a log is rejected at the
 * first line that shows the mistake, and accepted if none does. Which line that
 * is, is told by a few lines of arithmetic that know nothing of the protocol.
 */
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  jump,
  type Line,
  now,
  recv,
  refuses,
  restart,
  send,
  type Timestamp,
  verdict
} from "./hlc-samples.ts"

const OFFSET = 50
const FULL = 2 ** 31 - 1

/** How a clock answers: `self` is its timestamp, `pt` its reading. */
interface Clock {
  readonly now: (self: Timestamp, pt: number) => Timestamp
  readonly stamp: (self: Timestamp, pt: number) => Timestamp
  readonly merge: (self: Timestamp, m: Timestamp, pt: number) => Timestamp
  readonly refuses: (m: Timestamp, pt: number, self: Timestamp) => boolean
  /** The reading with which it goes on after a restart. */
  readonly wait: (last: Timestamp, pt: number) => number
  readonly restarted: (last: Timestamp) => Timestamp
}

const later = (a: Timestamp, b: Timestamp): Timestamp =>
  b[0] > a[0] || (b[0] === a[0] && b[1] > a[1]) ? b : a

const right: Clock = {
  now: ([l, c], pt) => (pt > l ? [pt, 0] : [l, c + 1]),
  stamp: ([l, c], pt) => (pt > l ? [pt, 0] : [l, c + 1]),
  merge: (self, m, pt) => later(later(self, m), [pt, 0]),
  refuses: ([l], pt) => l > pt + OFFSET,
  wait: ([l], pt) => Math.max(pt, l + 1),
  restarted: ([l]) => [l, FULL]
}

const answering = (now: Clock["now"]): Partial<Clock> => ({ now, stamp: now })

const faults: Readonly<Record<string, Partial<Clock>>> = {
  "does not reset its counter": answering(([l, c], pt) =>
    pt > l ? [pt, c + 1] : [l, c + 1]
  ),
  "does not count": answering(([l, c], pt) => (pt > l ? [pt, 0] : [l, c])),
  "counts from 1": answering(([l, c], pt) => (pt > l ? [pt, 1] : [l, c + 1])),
  "counts up its wall time": answering(([l], pt) => [Math.max(pt, l + 1), 0]),
  "begins anew with an equal reading": answering(([l, c], pt) =>
    pt >= l ? [pt, 0] : [l, c + 1]
  ),
  "wraps its counter": answering(([l, c], pt) =>
    pt > l ? [pt, 0] : [l, (c + 1) % 4]
  ),
  "carries into its wall time": answering(([l, c], pt) =>
    pt > l ? [pt, 0] : c < 3 ? [l, c + 1] : [l + 1, 0]
  ),
  "answers with its reading alone": answering((_self, pt) => [pt, 0]),
  "sends the timestamp of before": { stamp: (self) => self },
  "forgets the remote maximum": {
    merge: (self, _m, pt) => later(self, [pt, 0])
  },
  "believes what is earlier": { merge: (_self, m, pt) => later(m, [pt, 0]) },
  "forgets its reading when it receives": {
    merge: (self, m) => later(self, m)
  },
  "forgets the remote counter": {
    merge: (self, [l], pt) => later(later(self, [l, 0]), [pt, 0])
  },
  "takes both maxima apart": {
    merge: ([l, c], m, pt) =>
      pt > Math.max(l, m[0]) ? [pt, 0] : [Math.max(l, m[0]), Math.max(c, m[1])]
  },
  "ticks when it receives": {
    merge: (self, m, pt) => right.now(later(self, m), pt)
  },
  "refuses nothing": { refuses: () => false },
  "refuses all": { refuses: () => true },
  "refuses what is just in bounds": {
    refuses: ([l], pt) => l >= pt + OFFSET
  },
  "measures the offset from its timestamp": {
    refuses: ([l], pt, self) => l > Math.max(self[0], pt) + OFFSET
  },
  "forgets at a restart": { wait: (_last, pt) => pt, restarted: () => [0, 0] },
  "goes on at once after a restart": {
    wait: (_last, pt) => pt,
    restarted: (last) => last
  },
  "waits too short after a restart": {
    wait: ([l], pt) => Math.max(pt, l),
    restarted: (last) => last
  }
}

const NODES = 3

interface Happening {
  readonly ev: "now" | "send" | "recv" | "jump" | "restart"
  readonly n: number
  /** So far the physical clock goes on first. */
  readonly passes: number
  /** So far it is set. */
  readonly by: number
  readonly message: number
}

const happenings = fc.array(
  fc.record<Happening>({
    ev: fc.constantFrom(
      "now",
      "now",
      "send",
      "recv",
      "recv",
      "jump",
      "restart"
    ),
    n: fc.integer({ min: 1, max: NODES }),
    passes: fc.integer({ min: 0, max: 1 }),
    by: fc.constantFrom(-40, -3, 3, 50, 60),
    message: fc.nat(20)
  }),
  { minLength: 1, maxLength: 60, size: "max" }
)

interface Node {
  self: Timestamp
  pt: number
}

const newNodes = (): ReadonlyArray<Node> =>
  Array.from({ length: NODES + 1 }, () => ({ self: [0, 0], pt: 100 }))

/** What a run of such clocks logs. */
const run = (
  clock: Clock,
  all: ReadonlyArray<Happening>
): ReadonlyArray<Line> => {
  const nodes = newNodes()
  const sent: Array<{ readonly from: number; readonly stamp: Timestamp }> = []
  return all.flatMap(({ ev, n, passes, by, message }): ReadonlyArray<Line> => {
    const node = nodes[n]!
    node.pt += passes
    // A full clock gives no answer: then nothing is logged.
    const full = clock.now(node.self, node.pt)[1] > FULL
    if (full && ev !== "recv" && ev !== "jump") return []
    switch (ev) {
      case "now":
        node.self = clock.now(node.self, node.pt)
        return [now(n, node.pt, node.self)]
      case "send":
        node.self = clock.stamp(node.self, node.pt)
        sent.push({ from: n, stamp: node.self })
        return [send(n, node.pt, sent.length, node.self)]
      case "recv": {
        const m = sent[message % Math.max(sent.length, 1)]
        if (m === undefined) return []
        const id = (message % sent.length) + 1
        const line = recv(n, node.pt, [m.from, id], m.stamp)
        if (clock.refuses(m.stamp, node.pt, node.self)) return [refuses(line)]
        node.self = clock.merge(node.self, m.stamp, node.pt)
        return [line]
      }
      case "jump":
        node.pt = Math.max(node.pt + by, 1)
        return [jump(n, node.pt)]
      case "restart": {
        const last = clock.now(node.self, node.pt)
        node.pt = clock.wait(last, node.pt)
        node.self = clock.restarted(last)
        return [restart(n, node.pt, last)]
      }
    }
  })
}

/** The first line that the right clock would not have logged. */
const firstWrong = (lines: ReadonlyArray<Line>): number => {
  const nodes = newNodes()
  return lines.findIndex((line) => {
    const { ev, n, phys, res, remote, err } = line as {
      readonly ev: Happening["ev"]
      readonly n: number
      readonly phys: number
      readonly res: Timestamp
      readonly remote: Timestamp
      readonly err?: string
    }
    const node = nodes[n]!
    if (ev === "jump") return false
    if (ev === "recv") {
      if (right.refuses(remote, phys, node.self)) return err === undefined
      node.self = right.merge(node.self, remote, phys)
      return err !== undefined
    }
    // The reading of a last answer is not logged: any up to it will do.
    const pt = ev === "restart" ? (res[1] === 0 ? res[0] : 0) : phys
    const [l, c] = right.now(node.self, pt)
    node.self = ev === "restart" ? right.restarted(res) : [l, c]
    return c > FULL || l !== res[0] || c !== res[1]
  })
}

const judged = async (clock: Clock, all: ReadonlyArray<Happening>) => {
  const lines = run(clock, all)
  fc.pre(lines.some(({ res }) => res !== undefined))
  const wrong = firstWrong(lines)
  expect(await verdict(lines)).toMatchObject(
    wrong < 0 ? { _tag: "Accepted" } : { _tag: "Rejected", line: wrong + 2 }
  )
  return wrong >= 0
}

describe("in runs of all kinds", () => {
  test("the right clock is accepted", async () => {
    await fc.assert(
      fc.asyncProperty(happenings, async (all) => {
        expect(await judged(right, all)).toBe(false)
      })
    )
  })

  test.each(Object.entries(faults))(
    "a clock that %s is not",
    async (_, fault) => {
      let found = 0
      await fc.assert(
        fc.asyncProperty(happenings, async (all) => {
          if (await judged({ ...right, ...fault }, all)) found += 1
        }),
        // The same runs each time: the mistake must show in one.
        { numRuns: 60, seed: 1 }
      )
      expect(found).toBeGreaterThan(0)
    }
  )
})
