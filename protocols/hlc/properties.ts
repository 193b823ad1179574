/**
 * What hybrid logical clocks promise, under the names of
 * `spec/hlc/HybridLogicalClock.tla` and its models. The numbers of theorems and
 * corollaries are those of the paper.
 */
import type { World as WorldOf } from "../kernel/protocol.ts"
import { earlier, tooFarAhead } from "./clock.ts"
import type { Constants, Message, Node, Time } from "./state.ts"

export type World = WorldOf<
  { readonly node: Node; readonly time: Time },
  Message
>

const all = ({ node }: World, holds: (n: Node) => boolean): boolean =>
  Object.values(node).every(holds)

/** How far two clocks may be apart. */
const epsilon = ({ MaxAhead, MaxBehind }: Constants): number =>
  MaxAhead + MaxBehind

/**
 * Theorem 1: what happened before has an earlier timestamp. Why: each timestamp
 * is later than the latest that its node knows of.
 */
export const Causality = (world: World): boolean =>
  all(world, ({ before, last }) => before.every((e) => earlier(e, last)))

/**
 * The timestamps of a node do not go back, even if its physical clock does.
 * Why: its clock is never below its last timestamp.
 */
export const Monotonic = {
  actor: "node",
  holds: (before: Node, after: Node): boolean =>
    !earlier(after.last, before.last)
}

/** Theorem 2: no timestamp is behind pt. Why: l takes over a greater pt. */
export const NotBehindPt = (world: World): boolean =>
  all(world, ({ last }) => last.l >= last.pt)

/**
 * Theorem 3: an l ahead of pt is what a clock has shown at an event before.
 * Why: l is taken over, never counted up.
 */
export const SomebodysReading = (world: World): boolean =>
  all(
    world,
    ({ last, before }) =>
      last.l <= last.pt || before.some((e) => e.pt === last.l)
  )

/**
 * Corollary 1: l is close to the physical clock. Why: it is somebody's reading,
 * and clocks are synchronised.
 */
export const CloseToPt = (world: World, constants: Constants): boolean =>
  all(world, ({ l, pt }) => l <= pt + epsilon(constants))

/**
 * No l is further ahead of true time than a physical clock may be. Why: l is
 * somebody's reading; a time to come is nobody's.
 */
export const NotAhead = (world: World, { MaxAhead }: Constants): boolean =>
  Object.values(world.time).every(({ now }) =>
    all(world, ({ l }) => l <= now + MaxAhead)
  )

/**
 * A synchronised node stays close to its pt, whatever the clocks of others
 * show. Why: it refuses what is too far ahead.
 */
export const Contained = (world: World, constants: Constants): boolean =>
  all(
    world,
    ({ id, l, pt }) =>
      !constants.Synchronised.includes(id) ||
      l <= pt + epsilon(constants) + constants.MaxOffset
  )

/**
 * Theorem 4: c is at most the number of events before with the same l. Why: it
 * grows by one from the latest of them.
 */
export const CounterCounts = (world: World): boolean =>
  all(
    world,
    ({ last, before }) => last.c <= before.filter((e) => e.l === last.l).length
  )

/**
 * Corollary 3: c has a bound if clocks tick between events. Why: then a node
 * has one event at most for each reading close to l.
 */
export const CounterBounded = (world: World, constants: Constants): boolean =>
  !constants.TickFirst ||
  all(
    world,
    ({ last }) => last.c <= constants.Node.length * (epsilon(constants) + 1)
  )

/** No c is too great. Why: such an event is refused, or l takes it up. */
export const CounterHasRoom = (
  world: World,
  { MaxCounter }: Constants
): boolean => all(world, ({ last }) => last.c <= MaxCounter)

/** Refuted by the shortest way to an l that is ahead of pt. */
export const NobodyIsAhead = (world: World): boolean =>
  all(world, ({ last }) => last.l <= last.pt)

/** Refuted by a timestamp that somebody must refuse. */
export const NothingIsTooFarAhead = (
  world: World,
  { MaxOffset, Synchronised }: Constants
): boolean =>
  all(
    world,
    ({ id, pt }) =>
      !Synchronised.includes(id) ||
      world.network.every(
        (m) => m._tag !== "Stamped" || !tooFarAhead(m.event, pt, MaxOffset)
      )
  )

/** Refuted by a node that must wait for its physical clock. */
export const CounterIsNeverFull = (
  world: World,
  { MaxCounter }: Constants
): boolean => all(world, ({ last }) => last.c < MaxCounter)

/** Refuted by a node that takes over a timestamp. */
export const NothingIsMerged = (world: World): boolean =>
  all(world, ({ known, before }) => known.length === before.length + 1)

/** Refuted by a time to come that is announced. */
export const NothingIsAnnounced = ({ network }: World): boolean =>
  !network.some(({ _tag }) => _tag === "Synthetic")

/** No l is carried further than this. */
export const FewCarries = (world: World): boolean =>
  all(world, ({ l }) => l <= 2)

/** One message is sent at most: enough for one clock to mislead another. */
export const OneMessage = ({ network }: World): boolean => network.length <= 1
