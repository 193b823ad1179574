/**
 * Mistakes that were made in clocks of this kind: each is put back into spec
 * and twin, and a property must notice it. Most were found in programs; B67 is
 * from a published specification of these very clocks, B68 from the paper.
 */
import { step } from "../kernel/action.ts"
import { type Bugs, unguarded } from "../kernel/bug.ts"
import { insert } from "../kernel/value.ts"
import {
  counterFits,
  happen,
  Learn,
  LocalEvent,
  Receive,
  Restart,
  Send,
  sending
} from "./actions.ts"
import { type Hybrid, latest, receive, tick } from "./clock.ts"
import type { Constants, Message, Node } from "./state.ts"

const module = "HybridLogicalClock"

type Stamped = Parameters<typeof Receive.step>[1]

/** How a node comes to its next timestamp, on message m if there is one. */
type Rule = (self: Node, m: Stamped | undefined, k: Constants) => Hybrid

/** The receipt of a timestamp by another rule. */
const receivingBy = (rule: Rule) => ({
  Receive: {
    ...Receive,
    guards: {
      ...Receive.guards,
      CounterFits: (self: Node, m: Stamped, k: Constants) =>
        counterFits(rule(self, m, k), k)
    },
    step: (self: Node, m: Stamped, k: Constants) =>
      step<Node, Message>(happen(self, rule(self, m, k), m.known))
  }
})

/** All events by another rule. */
const eventsBy = (rule: Rule) => {
  const CounterFits = (self: Node, k: Constants) =>
    counterFits(rule(self, undefined, k), k)
  const next = (self: Node, k: Constants) =>
    happen(self, rule(self, undefined, k), [])
  return {
    LocalEvent: {
      ...LocalEvent,
      guards: { ...LocalEvent.guards, CounterFits },
      step: (self: Node, k: Constants) => step<Node, Message>(next(self, k))
    },
    Send: {
      ...Send,
      guards: { ...Send.guards, CounterFits },
      step: (self: Node, k: Constants) => sending(next(self, k))
    },
    ...receivingBy(rule)
  }
}

const restarted = ({ pt }: Node, t: Hybrid): Hybrid =>
  pt >= t.l ? { l: pt, c: 0 } : tick(t, pt)

const naive = ({ pt }: Node, t: Hybrid): Hybrid => ({
  l: Math.max(t.l + 1, pt),
  c: 0
})

/** What a node ticks from. */
const from = (self: Node, m: Stamped | undefined): Hybrid =>
  m === undefined ? self : latest(self, m.event)

const tickIn = (from: string, to: string) => [
  { module: "HybridTimestamp", from, to },
  { module: "HybridTimestamp", from: "ASSUME AsInThePaper", to: "AsInThePaper" }
]

export const HybridLogicalClockBugs: Bugs = {
  B66a: {
    sentence: "A node that receives a timestamp does not look at it.",
    actions: receivingBy((self) => tick(self, self.pt)),
    spec: [
      {
        module,
        from: "LET t == Receipt(Clock(n), m.event, pt[n]) IN",
        to: "LET t == Tick(Clock(n), pt[n]) IN"
      }
    ],
    model: "MCHybridLogicalClock",
    kills: "Causality"
  },
  B66b: {
    sentence:
      "A node that receives a timestamp takes l over, and c begins anew.",
    actions: receivingBy((self, m) => ({
      ...receive(self, m?.event ?? self, self.pt),
      c: 0
    })),
    spec: [
      {
        module,
        from: "LET t == Receipt(Clock(n), m.event, pt[n]) IN",
        to: "LET t == [Receipt(Clock(n), m.event, pt[n]) EXCEPT !.c = 0] IN"
      }
    ],
    model: "MCHybridLogicalClock",
    kills: "Causality"
  },
  B67: {
    sentence: "A physical clock that shows l counts as ahead of it.",
    actions: eventsBy((self, m) => restarted(self, from(self, m))),
    spec: tickIn("IF pt > t.l THEN", "IF pt >= t.l THEN"),
    model: "MCHybridLogicalClock",
    kills: "Monotonic"
  },
  B68: {
    sentence: "l is counted up, as a logical clock is.",
    actions: eventsBy((self, m) => naive(self, from(self, m))),
    spec: tickIn("[l |-> t.l, c |-> t.c + 1]", "[l |-> t.l + 1, c |-> 0]"),
    model: "MCHybridLogicalClock",
    kills: "CloseToPt"
  },
  B69: {
    sentence: "A counter without room begins anew.",
    actions: eventsBy((self, m, { MaxCounter }) => {
      const { l, c } = tick(from(self, m), self.pt)
      return { l, c: c % (MaxCounter + 1) }
    }),
    spec: [
      {
        module: "HybridTimestamp",
        from: "IF t.c > largest THEN [l |-> t.l + 1, c |-> 0] ELSE t",
        to: "[l |-> t.l, c |-> t.c % (largest + 1)]"
      }
    ],
    model: "MCHybridLogicalClock_Carry",
    kills: "Causality"
  },
  B70: {
    sentence:
      "A node that restarts goes on from what its physical clock shows.",
    actions: {
      Restart: {
        ...Restart,
        step: (self: Node) =>
          step<Node, Message>({
            ...self,
            l: self.pt,
            c: 0,
            known: insert(self.before, self.last)
          })
      }
    },
    spec: [
      { module, from: "![n] = last[n].l]", to: "![n] = pt[n]]" },
      { module, from: "![n] = MaxCounter]", to: "![n] = 0]" }
    ],
    model: "MCHybridLogicalClock",
    kills: "Monotonic"
  },
  B71: {
    sentence: "A node believes any timestamp.",
    actions: {
      Receive: unguarded(Receive, "WithinOffset")
    },
    spec: [
      {
        module,
        from: `/\\ WithinOffset(m) :: m.event.l <= pt[n] + MaxOffset
        /\\ ClockTicked(m)`,
        to: "/\\ ClockTicked(m)"
      }
    ],
    model: "MCHybridLogicalClock_Skew",
    kills: "Contained"
  },
  B72: {
    sentence: "A node that learns of a time to come sets its clock to that.",
    actions: {
      Learn: {
        ...Learn,
        step: (self: Node, m: Parameters<typeof Learn.step>[1]) =>
          step<Node, Message>({ ...self, ...latest(self, { l: m.l, c: 0 }) })
      }
    },
    spec: [
      {
        module,
        from: `OfType("Synthetic", msgs) : UNCHANGED vars`,
        to: `OfType("Synthetic", msgs) :
        LET t == Latest(Clock(n), [l |-> m.l, c |-> 0]) IN
        /\\ l' = [l EXCEPT ![n] = t.l]
        /\\ c' = [c EXCEPT ![n] = t.c]
        /\\ UNCHANGED <<now, pt, last, before, known, msgs>>`
      }
    ],
    model: "MCHybridLogicalClock_Synthetic",
    kills: "NotAhead"
  }
}
