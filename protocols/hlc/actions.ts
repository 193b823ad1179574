/**
 * How nodes whose physical clocks disagree give timestamps that respect cause
 * and effect, and yet stay close to physical time: action for action, guard for
 * guard, the executable twin of `spec/hlc/HybridLogicalClock.tla`.
 */
import { actor, step, type Step } from "../kernel/action.ts"
import { insert, setOf } from "../kernel/value.ts"
import {
  carried,
  type Hybrid,
  latest,
  receive,
  tick,
  tooFarAhead
} from "./clock.ts"
import { Constants, type Event, Message, Node, Time } from "./state.ts"

const types = { message: Message, constants: Constants }

const node = actor("node", { state: Node, ...types })

const time = actor("time", { state: Time, ...types })

type Events = ReadonlyArray<Event>

const notBehind = ({ l }: Hybrid, events: Events): Events =>
  setOf(events.filter((e) => e.l >= l))

/** An event gets the timestamp t; the cause is what its node has heard of. */
export const happen = (self: Node, t: Hybrid, cause: Events): Node => {
  const { l, c } = t
  const last = { node: self.id, pt: self.pt, l, c }
  const before = notBehind(t, [...self.known, ...cause])
  return { ...self, l, c, last, before, known: insert(before, last) }
}

/** A node whose last event is to send a message. */
export const sending = (self: Node): Step<Node, Message> => {
  const { last: event, known } = self
  return step(self, { _tag: "Stamped", event, known })
}

type Stamped = Extract<Message, { readonly _tag: "Stamped" }>

const clockTicked = (self: Node, { TickFirst }: Constants): boolean =>
  !TickFirst || self.pt > self.last.pt

export const counterFits = ({ c }: Hybrid, constants: Constants): boolean =>
  constants.CarryOverflow || c <= constants.MaxCounter

const withinOffset = (self: Node, m: Stamped, { MaxOffset }: Constants) =>
  !tooFarAhead(m.event, self.pt, MaxOffset)

/** A node gives a timestamp to something that happens on it. */
export const LocalEvent = node.local({
  guards: {
    ClockTicked: clockTicked,
    CounterFits: (self, constants) =>
      counterFits(tick(self, self.pt), constants)
  },
  step: (self, { MaxCounter }) =>
    step(happen(self, carried(tick(self, self.pt), MaxCounter), []))
})

/** A node sends a message with its timestamp. */
export const Send = node.local({
  guards: {
    ClockTicked: clockTicked,
    CounterFits: (self, constants) =>
      counterFits(tick(self, self.pt), constants)
  },
  step: (self, { MaxCounter }) =>
    sending(happen(self, carried(tick(self, self.pt), MaxCounter), []))
})

/** A node receives a timestamp and gives a later one to that. */
export const Receive = node.receiving("Stamped", {
  guards: {
    Ticks: (_self, _m, { ReceiveTicks }) => ReceiveTicks,
    WithinOffset: withinOffset,
    ClockTicked: (self, _m, constants) => clockTicked(self, constants),
    CounterFits: (self, m, constants) =>
      counterFits(receive(self, m.event, self.pt), constants)
  },
  step: (self, m, { MaxCounter }) => {
    const t = carried(receive(self, m.event, self.pt), MaxCounter)
    return step(happen(self, t, m.known))
  }
})

/** A node that receives only takes over what is later: CockroachDB's way. */
export const Merge = node.receiving("Stamped", {
  guards: {
    TicksLater: (_self, _m, { ReceiveTicks }) => !ReceiveTicks,
    WithinOffset: withinOffset
  },
  step: (self, m) => {
    const t = latest(latest(self, m.event), { l: self.pt, c: 0 })
    const known = notBehind(t, [...self.known, ...m.known])
    return step({ ...self, l: t.l, c: t.c, known })
  }
})

/** A node refuses a timestamp that is too far ahead of its physical clock. */
export const Refuse = node.receiving("Stamped", {
  guards: {
    TooFarAhead: (self, m, { MaxOffset }) =>
      tooFarAhead(m.event, self.pt, MaxOffset)
  },
  step: (self) => step(self)
})

/** A node announces a time to come, which no clock has shown. */
export const Announce = node
  .choosing(({ Future }: Constants) => Future.map((time) => ({ time })))
  .local({
    guards: {
      InFuture: (self, { time }) => time > self.l
    },
    step: (self, { time }) => step(self, { _tag: "Synthetic", l: time })
  })

/** A node that learns of a time to come leaves its clock as it is. */
export const Learn = node.receiving("Synthetic", {
  guards: {},
  step: (self) => step(self)
})

/**
 * A node forgets all but its last event, and goes on as if every timestamp with
 * the l of that had been given.
 */
export const Restart = node.local({
  guards: {},
  step: (self, { MaxCounter }) =>
    step({
      ...self,
      l: self.last.l,
      c: MaxCounter,
      known: insert(self.before, self.last)
    })
})

const readings = ({ Reading }: Constants) =>
  Reading.map((reading) => ({ reading }))

const trueTime = () => ({ trueTime: ["time"] })

/** A physical clock goes forward. */
export const Advance = node.choosing(readings).joint(
  { trueTime: time },
  {
    meets: trueTime,
    guards: {
      Forward: (self, { reading }) => reading > self.pt,
      InBounds: (self, { reading }, { trueTime }, constants) =>
        !constants.Synchronised.includes(self.id) ||
        trueTime.every(({ now }) => reading <= now + constants.MaxAhead)
    },
    step: (self, { reading }) => step({ ...self, pt: reading })
  }
)

/** A physical clock is set back. */
export const JumpBack = node.choosing(readings).joint(
  { trueTime: time },
  {
    meets: trueTime,
    guards: {
      Back: (self, { reading }) => reading < self.pt,
      InBounds: (self, { reading }, { trueTime }, constants) =>
        !constants.Synchronised.includes(self.id) ||
        trueTime.every(({ now }) => reading + constants.MaxBehind >= now)
    },
    step: (self, { reading }) => step({ ...self, pt: reading })
  }
)

/** True time goes on, and leaves no synchronised clock too far behind. */
export const TimePasses = time.choosing(readings).joint(
  { synchronised: node },
  {
    meets: (_self, _choice, { Synchronised }) => ({
      synchronised: Synchronised
    }),
    guards: {
      Later: (self, { reading }) => reading > self.now,
      NobodyLeftBehind: (_self, { reading }, { synchronised }, { MaxBehind }) =>
        synchronised.every(({ pt }) => reading <= pt + MaxBehind)
    },
    step: (self, { reading }) => step({ ...self, now: reading })
  }
)

/** The `Next` of the spec: everything that can happen, in the same order. */
export const Next = {
  LocalEvent,
  Send,
  Receive,
  Merge,
  Refuse,
  Announce,
  Learn
}

/** What is done to the nodes: the `Environment` of the spec. */
export const Environment = { Restart, Advance, JumpBack, TimePasses }
