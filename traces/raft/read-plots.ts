/** What happens in the example traces in which a client reads. */
import { type Faulty, firstTurns } from "./plots.ts"
import { elected, type Turn, turns } from "./runs.ts"

/** A leader asks whether it is followed still, and is told so. */
const heard: ReadonlyArray<Turn> = [
  ["s1", "Heartbeat", { to: "s2" }],
  ["s2", "AnswerHeartbeat", "s1"],
  ["s1", "ReceiveHeartbeatAnswer", "s2"]
]

const byIndex = { constants: { Reads: ["index"], Heartbeats: true } } as const

export const waitingRead = turns(
  [...firstTurns, ["s1", "RequestRead"], ...heard, ["s1", "AnswerRead"]],
  byIndex
)

/** Another leads, and the first does not know. */
export const staleRead = (other: Faulty) =>
  turns(
    [
      ...firstTurns,
      ["s1", "RequestRead"],
      ...elected("s2", "s3"),
      ["s1", "AnswerRead"]
    ],
    { ...byIndex, ...other }
  )

const everybodyTicks: ReadonlyArray<Turn> = [
  ["s1", "Tick"],
  ["s2", "Tick"],
  ["s3", "Tick"]
]

const leases = {
  constants: {
    Reads: ["lease"],
    Heartbeats: true,
    CheckQuorum: true,
    ElectionTimeout: 2,
    LeaseDuration: 2,
    MaxDrift: 1
  }
} as const

export const leaseRead = turns(
  [...firstTurns, ...heard, ...everybodyTicks, ["s1", "LeaseRead"]],
  leases
)

/** The lease is over: the others may have another leader. */
export const lateRead = (other: Faulty) =>
  turns(
    [
      ...firstTurns,
      ...heard,
      ...everybodyTicks,
      ...everybodyTicks,
      ["s1", "LeaseRead"]
    ],
    { ...leases, ...other }
  )
