/**
 * The runs behind the example traces: clocks as they are, and with a mistake,
 * each with the turns that make it tell its story.
 */
import type { ClockRun } from "../../checks/simulation/clock-nodes.ts"
import { runClocks } from "../../checks/simulation/clocks.ts"
import { perform } from "../../checks/simulation/script.ts"
import { HybridLogicalClockBugs } from "../../protocols/hlc/bugs.ts"
import { HybridLogicalClock } from "../../protocols/hlc/protocol.ts"
import type { Constants } from "../../protocols/hlc/state.ts"
import type { Action } from "../../protocols/kernel/protocol.ts"
import type { Performance } from "../story.ts"

/** A turn of a node: what it does, and a reading, a time or a message's id. */
export type Turn =
  | readonly [node: string, action: "LocalEvent" | "Send" | "Restart"]
  | readonly [node: string, action: "Advance" | "JumpBack", reading: number]
  | readonly [node: string, action: "Announce", time: number]
  | readonly [
      node: string,
      action: "Receive" | "Merge" | "Refuse" | "Learn",
      message: string
    ]

const numbers = (
  all: ReadonlyArray<Turn>,
  ...actions: ReadonlyArray<Turn[1]>
): ReadonlyArray<number> =>
  [
    ...new Set(
      all.flatMap(([, action, about]) =>
        actions.includes(action) && typeof about === "number" ? [about] : []
      )
    )
  ].sort((a, b) => a - b)

const constantsOf = (all: ReadonlyArray<Turn>): Constants => ({
  Node: [...new Set(all.map(([node]) => node))].sort(),
  Reading: numbers([["", "Advance", 0], ...all], "Advance", "JumpBack"),
  Synchronised: [],
  MaxAhead: 0,
  MaxBehind: 0,
  TickFirst: false,
  MaxOffset: 20,
  MaxCounter: 100,
  CarryOverflow: false,
  ReceiveTicks: true,
  Future: numbers(all, "Announce")
})

/** What is not as in most runs. */
interface Choice {
  readonly constants?: Partial<Constants>
  /** The name of a mistake that the clocks make. */
  readonly bug?: keyof typeof HybridLogicalClockBugs
}

type Actions = Readonly<Record<string, Action>>

const replaced = (own: Actions, instead: Actions): Actions =>
  Object.fromEntries(
    Object.entries(own).map(([name, action]) => [name, instead[name] ?? action])
  )

/** The clocks, with a mistake if one is named. */
const clocksWith = (bug: string | undefined) => {
  const { next, environment } = HybridLogicalClock
  const actions = HybridLogicalClockBugs[bug ?? ""]?.actions ?? {}
  return {
    ...HybridLogicalClock,
    next: replaced(next, actions),
    environment: replaced(environment, actions)
  }
}

/** The run of these turns, in their order. */
export const turns = (
  all: ReadonlyArray<Turn>,
  { constants, bug }: Choice = {}
): Performance => ({
  protocol: HybridLogicalClock,
  perform: (spec) =>
    perform(
      {
        protocol: clocksWith(bug),
        folder: "hlc",
        spec,
        constants: { ...constantsOf(all), ...constants }
      },
      all.map(([actor, action, about]) => {
        if (about === undefined) return { actor, action }
        if (typeof about === "string") return { actor, action, receives: about }
        const name = action === "Announce" ? "time" : "reading"
        return { actor, action, choice: { [name]: about } }
      })
    )
})

/** The clocks of `storage/clock`, over a bad network. */
export const clocks = (
  run: Pick<ClockRun, "seed" | "mistaken" | "forgetful">
): Performance => ({
  protocol: HybridLogicalClock,
  perform: (spec) =>
    runClocks({
      spec,
      nodes: 3,
      turns: 25,
      maxOffset: 15,
      faults: { loss: 0.3, duplication: 0.2, delay: 10 },
      ...run
    })
})

/** A fast clock, a slow one, and one in between: each hears of another. */
export const threeNodes: ReadonlyArray<Turn> = [
  ["n1", "Advance", 10],
  ["n1", "Send"],
  ["n2", "Advance", 3],
  ["n2", "LocalEvent"],
  ["n2", "Receive", "n1#1"],
  ["n2", "Send"],
  ["n3", "Advance", 7],
  ["n3", "Receive", "n2#1"],
  ["n3", "LocalEvent"]
]

/** The slow clock comes to where the fast one was, and goes beyond. */
export const slowClock: ReadonlyArray<Turn> = [
  ["n1", "Advance", 10],
  ["n1", "Send"],
  ["n2", "Advance", 3],
  ["n2", "Receive", "n1#1"],
  ["n2", "Advance", 6],
  ["n2", "LocalEvent"],
  ["n2", "Advance", 10],
  ["n2", "LocalEvent"],
  ["n2", "Advance", 11],
  ["n2", "LocalEvent"]
]

export const setBack: ReadonlyArray<Turn> = [
  ["n1", "Advance", 10],
  ["n1", "LocalEvent"],
  ["n1", "JumpBack", 4],
  ["n1", "LocalEvent"],
  ["n1", "Send"],
  ["n2", "Advance", 5],
  ["n2", "Receive", "n1#1"],
  ["n1", "Advance", 11],
  ["n1", "LocalEvent"]
]

/** A node whose clock is slow has heard of another, and restarts. */
export const restarts: ReadonlyArray<Turn> = [
  ["n1", "Advance", 10],
  ["n1", "Send"],
  ["n2", "Advance", 3],
  ["n2", "Receive", "n1#1"],
  ["n2", "Restart"]
]

/** One sends from a reading that is too far ahead for the other. */
export const farAhead: ReadonlyArray<Turn> = [
  ["n1", "Advance", 31],
  ["n1", "Send"],
  ["n2", "Advance", 10]
]

/** Four events at one reading. */
export const fourEvents: ReadonlyArray<Turn> = [
  ["n1", "Advance", 10],
  ["n1", "LocalEvent"],
  ["n1", "LocalEvent"],
  ["n1", "LocalEvent"],
  ["n1", "Send"],
  ["n2", "Advance", 9],
  ["n2", "Receive", "n1#1"]
]

export const timeToCome: ReadonlyArray<Turn> = [
  ["n1", "Advance", 5],
  ["n1", "Announce", 50],
  ["n2", "Advance", 6],
  ["n2", "Learn", "n1#1"],
  ["n2", "LocalEvent"],
  ["n2", "Send"],
  ["n1", "Receive", "n2#1"],
  ["n1", "LocalEvent"]
]

export const merges: ReadonlyArray<Turn> = [
  ["n1", "Advance", 10],
  ["n1", "Send"],
  ["n2", "Advance", 3],
  ["n2", "Merge", "n1#1"],
  ["n2", "LocalEvent"],
  ["n2", "Advance", 12],
  ["n2", "Merge", "n1#1"],
  ["n2", "Send"],
  ["n1", "Merge", "n2#1"],
  ["n1", "LocalEvent"]
]
