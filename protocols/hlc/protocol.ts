/** Hybrid logical clocks as one value: the twin of `HybridLogicalClock.tla`. */
import { type Protocol, protocol } from "../kernel/protocol.ts"
import {
  functionOf,
  messageRecord,
  record,
  set,
  type Value
} from "../kernel/value.ts"
import { Environment, Next } from "./actions.ts"
import {
  Causality,
  CloseToPt,
  Contained,
  CounterBounded,
  CounterCounts,
  CounterHasRoom,
  CounterIsNeverFull,
  FewCarries,
  Monotonic,
  NobodyIsAhead,
  NotAhead,
  NotBehindPt,
  NothingIsAnnounced,
  NothingIsMerged,
  NothingIsTooFarAhead,
  OneMessage,
  SomebodysReading,
  type World
} from "./properties.ts"
import { Constants, type Event, Message, Node, Time } from "./state.ts"

const events = (all: ReadonlyArray<Event>): Value => set(all.map(record))

export const HybridLogicalClock: Protocol = protocol<
  World,
  Constants,
  keyof typeof Next
>({
  module: "HybridLogicalClock",
  constants: Constants,
  actors: {
    node: {
      state: Node,
      ids: ({ Node }) => Node,
      init: (id) => ({
        id,
        pt: 0,
        l: 0,
        c: 0,
        last: { node: id, pt: 0, l: 0, c: 0 },
        before: [],
        known: [{ node: id, pt: 0, l: 0, c: 0 }]
      })
    },
    time: {
      state: Time,
      ids: () => ["time"],
      init: (id) => ({ id, now: 0 })
    }
  },
  network: {
    semantics: "set",
    message: Message,
    part: (m) => (m._tag === "Stamped" ? m.event.node : "synthetic")
  },
  next: Next,
  environment: Environment,
  weaklyFair: [],
  invariants: {
    Causality,
    NotBehindPt,
    SomebodysReading,
    CloseToPt,
    NotAhead,
    Contained,
    CounterCounts,
    CounterBounded,
    CounterHasRoom
  },
  actionProperties: { Monotonic },
  liveness: {},
  refinements: {},
  witnesses: {
    NobodyIsAhead,
    NothingIsTooFarAhead,
    CounterIsNeverFull,
    NothingIsMerged,
    NothingIsAnnounced
  },
  bounds: { FewCarries, OneMessage },
  variables: ({ node, time, network }) => ({
    ...Object.values(time).map(({ now }) => ({ now }))[0],
    pt: functionOf(node, ({ pt }) => pt),
    l: functionOf(node, ({ l }) => l),
    c: functionOf(node, ({ c }) => c),
    last: functionOf(node, ({ last }) => record(last)),
    before: functionOf(node, ({ before }) => events(before)),
    known: functionOf(node, ({ known }) => events(known)),
    msgs: set(
      network.map((m) =>
        messageRecord(
          m._tag === "Stamped"
            ? { ...m, event: record(m.event), known: events(m.known) }
            : m
        )
      )
    )
  })
})
