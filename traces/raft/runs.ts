/**
 * The runs behind the example traces: who does what, in this order, with
 * servers as they are or with a mistake.
 */
import * as Effect from "effect/Effect"
import {
  type ClusterRun,
  runCluster
} from "../../checks/simulation/raft-cluster.ts"
import { raftWith, servers } from "../../checks/simulation/raft-constants.ts"
import { perform } from "../../checks/simulation/script.ts"
import type { Action } from "../../protocols/kernel/protocol.ts"
import { Raft } from "../../protocols/raft/protocol.ts"
import type { Constants, Message } from "../../protocols/raft/state.ts"
import type { Envelope } from "../format.ts"
import type { Performance } from "../story.ts"

type Choice = Readonly<Record<string, unknown>>

/**
 * A turn of a server: what it does, and what it chooses, or from whom it
 * receives its latest such message; one of an earlier term if that is named.
 */
export type Turn =
  | readonly [server: string, action: string]
  | readonly [server: string, action: string, choice: Choice]
  | readonly [server: string, action: string, from: string, term?: number]

export type Actions = Readonly<Record<string, Action>>

/** What is not as in most runs. */
interface Other {
  /** `s1`, `s2`, ...; 3 unless told otherwise. */
  readonly servers?: number
  readonly constants?: Partial<Constants>
  /** Actions as a mistake makes them. */
  readonly actions?: Actions
}

const withActions = (own: Actions, actions: Actions): Actions =>
  Object.fromEntries(
    Object.entries(own).map(([name, action]) => [name, actions[name] ?? action])
  )

const raft = (actions: Actions) => ({
  ...Raft,
  next: withActions(Raft.next, actions),
  environment: withActions(Raft.environment, actions)
})

const isFor =
  (to: string, action: Action | undefined, from: string, term?: number) =>
  ({ message }: Envelope): boolean => {
    const m = message as Message
    return (
      m.to === to &&
      m.from === from &&
      (term ?? m.term) === m.term &&
      action?._tag === "Receiving" &&
      action.receives.includes(m._tag)
    )
  }

/** The run of these turns, in their order. */
export const turns = (
  all: ReadonlyArray<Turn>,
  { servers: count = 3, constants = {}, actions = {} }: Other = {}
): Performance => ({
  protocol: Raft,
  perform: (spec) => {
    const known = raftWith(constants, servers(count))
    return perform(
      { protocol: raft(actions), folder: "raft", spec, constants: known },
      all.map(([actor, action, about, term]) => {
        if (about === undefined) return { actor, action }
        if (typeof about !== "string") return { actor, action, choice: about }
        const receives = isFor(actor, Raft.next[action], about, term)
        return { actor, action, receives }
      })
    )
  }
})

/** The servers of `storage/raft`, over a bad network and on bad machines. */
export const serving = (
  mistake: Pick<ClusterRun, "mistaken"> = {}
): Performance => ({
  protocol: Raft,
  perform: (spec) =>
    Effect.map(
      runCluster({
        spec,
        seed: 42,
        servers: 3,
        clients: 1,
        writes: 1,
        heartbeat: 60,
        faults: { loss: 0.1, duplication: 0.1, delay: 15 },
        trouble: 500,
        quiet: 30,
        ...mistake
      }),
      ({ lines }) => lines
    )
})

/** A server asks for votes in a new term, and gets them. */
export const elected = (
  leader: string,
  ...voters: ReadonlyArray<string>
): ReadonlyArray<Turn> => [
  [leader, "Timeout"],
  ...voters.flatMap((one): ReadonlyArray<Turn> => [
    [one, "UpdateTerm", leader],
    [one, "GrantVote", leader],
    [leader, "ReceiveVote", one]
  ]),
  [leader, "BecomeLeader"]
]

/** A leader sends entries, which are accepted. */
export const replicated = (
  leader: string,
  to: string,
  count = 1
): ReadonlyArray<Turn> => [
  [leader, "AppendEntries", { to, count }],
  [to, "AcceptEntries", leader],
  [leader, "ReceiveAccepted", to]
]

/** A leader appends what a client asks for. */
export const asked = (leader: string, value: string): Turn => [
  leader,
  "ClientRequest",
  { value }
]
