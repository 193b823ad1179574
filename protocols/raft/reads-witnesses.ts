/**
 * What happens to reads and requests, and the bounds of their models, under the
 * names of `spec/raft/Raft.tla`'s models, `MCRaft.tla`.
 */
import { appliedIndex } from "./configuration.ts"
import type { World } from "./properties.ts"
import { hasLease } from "./reads.ts"
import type { Constants, Server } from "./state.ts"

const every = ({ server }: World, holds: (self: Server) => boolean): boolean =>
  Object.values(server).every(holds)

/** No leader begins more rounds than MaxRounds. */
export const FewRounds = (world: World, { MaxRounds }: Constants): boolean =>
  every(world, ({ round }) => round <= MaxRounds)

/** No clock shows more than MaxClock. */
export const ShortTime = (world: World, { MaxClock }: Constants): boolean =>
  every(world, ({ clock }) => clock <= MaxClock)

/** Time begins when somebody leads. */
export const TimeBeginsLate = (
  world: World,
  { ElectionTimeout }: Constants
): boolean =>
  every(world, ({ clock }) => clock === ElectionTimeout) ||
  !every(world, ({ termsLed }) => termsLed.length === 0)

/** s1 leads on, as the slowest, and the clock of s2 is the fastest. */
export const FirstIsSlow = ({ server }: World): boolean => {
  const [first, second, third] = [server["s1"], server["s2"], server["s3"]]
  return (
    first !== undefined &&
    second !== undefined &&
    third !== undefined &&
    first.clock <= third.clock &&
    third.clock <= second.clock &&
    (first.currentTerm === 0 || first.role !== "follower")
  )
}

/** s1 hears of no later term than the first, and is sent no entries. */
export const FirstIsCutOff = ({ server, network }: World): boolean =>
  (server["s1"]?.currentTerm ?? 0) <= 1 &&
  network.every((m) => m._tag !== "AppendEntries" || m.to !== "s1")

/** Only the next server is asked whether it follows still. */
export const AskTheNext = ({ network }: World): boolean =>
  network.every(
    (m) =>
      m._tag !== "Heartbeat" || ["s1 s2", "s2 s3"].includes(`${m.from} ${m.to}`)
  )

/** Only the next server is sent entries. */
export const TellTheNext = ({ network }: World): boolean =>
  network.every(
    (m) =>
      m._tag !== "AppendEntries" ||
      ["s1 s2", "s2 s3"].includes(`${m.from} ${m.to}`)
  )

/** Only s2 asks whether it is followed still, s3 and once. */
export const SecondAsksOnce = ({ network }: World): boolean => {
  const asked = network.filter(({ _tag }) => _tag === "Heartbeat")
  return (
    asked.length <= 1 && asked.every((m) => m.from === "s2" && m.to === "s3")
  )
}

/** Time begins when clients know of something that is applied. */
export const TimeBeginsWithNews = (
  world: World,
  { ElectionTimeout }: Constants
): boolean =>
  Object.values(world.client).some(({ acknowledged }) => acknowledged > 0) ||
  every(world, ({ clock }) => clock === ElectionTimeout)

/** Clients read once, and not before s2 leads. */
export const OneLateRead = ({ server, client }: World): boolean =>
  Object.values(client).every(
    ({ answers }) =>
      answers.length === 0 ||
      (answers.length === 1 && server["s2"]?.termsLed.length !== 0)
  )

/** Refuted by a read that sees what was applied. */
export const NobodyReads = ({ client }: World): boolean =>
  Object.values(client).every(({ answers }) =>
    answers.every(({ seen }) => seen === 0)
  )

/** Refuted by a read that waits at a leader while another leads. */
export const NobodyReadsInVain = (world: World): boolean =>
  every(world, ({ reads, currentTerm }) =>
    every(
      world,
      ({ termsLed }) =>
        reads.length === 0 || termsLed.every((term) => term <= currentTerm)
    )
  )

/** Refuted by a leader whose lease is over. */
export const NoLeaseEnds = (world: World, constants: Constants): boolean =>
  every(
    world,
    (self) =>
      Object.values(self.heardAt).every((sent) => sent === 0) ||
      hasLease(self, constants)
  )

/** Refuted by what is asked for twice, and applied twice. */
export const NothingIsAskedTwice = (
  world: World,
  constants: Constants
): boolean =>
  every(world, (self) => {
    const { snapshot, log } = self
    const applied = log
      .slice(0, appliedIndex(self, constants) - snapshot.index)
      .flatMap(({ value }) => value ?? [])
    return new Set(applied).size === applied.length
  })
