/**
 * Lines as they are read: those that name their steps are replayed at once;
 * the others are collected for a search.
 */
import * as Result from "effect/Result"
import type { OpenLog, Read } from "../adapters/adapter.ts"
import { explain } from "./explain.ts"
import { type Machine, machineOf, names, type World } from "./machine.ts"
import type { Observation } from "./observed.ts"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { problemText } from "./problem-text.ts"
import { Replay } from "./replay.ts"
import type { Contradiction, Matched, Rejected } from "./verdict.ts"

/** A rejection before it is known how many events there are. */
export type Found = Omit<Rejected, "events" | "warnings" | "searched">

/** The rejection of a line after a world. */
export const found = (
  machine: Machine,
  world: World,
  observation: Observation,
  consumed: number,
  lastMatched: ReadonlyArray<Matched>,
  contradiction?: Contradiction
): Found => {
  const { line, actor, action } = observation
  // If the log contradicts itself the protocol has nothing to do with it.
  const explained =
    contradiction === undefined
      ? explain(machine, world, observation)
      : {
          reason: contradiction,
          enabledInstead: [],
          nearMisses: [],
          states: []
        }
  return {
    _tag: "Rejected",
    line,
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
    observation,
    ...explained,
    lastMatched,
    consumed
  }
}

const stepsOf = ({
  before = [],
  observation
}: Read & { readonly _tag: "Step" }): ReadonlyArray<Observation> => [
  ...before,
  observation
]

/** A log as it is read for the first time. */
export class Reading {
  events = 0
  rejected: Found | undefined
  /** A line has left something open. */
  open = false
  private readonly replay: Replay
  private readonly log: OpenLog

  constructor(protocol: Protocol, log: OpenLog) {
    this.log = log
    this.replay = new Replay(machineOf(protocol, log.constants))
  }

  /** Reads a line; tells what is wrong with its text. */
  line(text: string, line: number): string | undefined {
    const read = this.log.line(text, line)
    if (Result.isFailure(read)) return problemText(read.failure)
    if (read.success._tag === "Nothing") return undefined
    this.events += 1
    if (!this.open && this.rejected === undefined) this.step(read.success)
    return undefined
  }

  private step(read: Exclude<Read, { readonly _tag: "Nothing" }>): void {
    if (read._tag === "Contradiction") {
      this.reject(read.observation, read.contradiction)
      return
    }
    for (const told of stepsOf(read)) {
      const observation = this.replay.resolved(told)
      this.open = !names(this.replay.machine, observation)
      if (this.open) return
      if (!this.replay.take(observation)) {
        this.reject(observation)
        return
      }
    }
  }

  private reject(observation: Observation, contradiction?: Contradiction) {
    const { machine, world } = this.replay
    this.rejected = found(
      machine,
      world,
      observation,
      this.events - 1,
      this.replay.lastOf(observation.actor ?? ""),
      contradiction
    )
  }
}

/** All steps of a log, up to one that contradicts those before it. */
export interface Collected {
  readonly observations: ReadonlyArray<Observation>
  readonly contradiction:
    | (Read & { readonly _tag: "Contradiction" })
    | undefined
}

/** Collects the steps that the lines of a log tell of. */
export const collecting = (log: OpenLog) => {
  const observations: Array<Observation> = []
  let contradiction: Collected["contradiction"]
  return {
    line: (text: string, line: number): string | undefined => {
      const read = log.line(text, line)
      if (Result.isFailure(read)) return problemText(read.failure)
      if (contradiction !== undefined) return undefined
      if (read.success._tag === "Contradiction") contradiction = read.success
      if (read.success._tag === "Step") {
        observations.push(...stepsOf(read.success))
      }
      return undefined
    },
    collected: (): Collected => ({ observations, contradiction })
  }
}
