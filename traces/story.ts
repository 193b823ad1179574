/**
 * Example traces whose verdicts are known: each tells a story, is recorded in a
 * simulated run, and may be edited afterwards.
 */
import type * as Effect from "effect/Effect"
import type { Simulation } from "../checks/simulation/simulation.ts"
import type { Protocol } from "../protocols/kernel/protocol.ts"
import type { End, Event, Header } from "./format.ts"
import type { RecordingError } from "./recorder.ts"

/** What a validator is to say of a trace. */
export type Verdict =
  | { readonly verdict: "accepted" }
  | {
      readonly verdict: "rejected"
      /** The line in the file, counted from 1, at which it must be rejected. */
      readonly line: number
      /** The first guard that is false there, or the field that is wrong. */
      readonly reason: string
    }

/** A trace before it is written. */
export interface Draft {
  readonly header: Header
  readonly events: ReadonlyArray<Event>
  /** Left out: the trace is cut off. */
  readonly end?: End
}

/** A trace, and what is to be said of it. */
export interface Told {
  readonly draft: Draft
  readonly verdict: Verdict
}

/** A run that a program of its own makes. */
export interface Performance {
  /** The protocol whose trace it gives. */
  readonly protocol: Protocol
  /** The lines of its trace; `spec` is the digest for its header. */
  readonly perform: (
    spec: string
  ) => Effect.Effect<ReadonlyArray<string>, RecordingError>
}

export interface Story {
  /** The name of its file, without `.ndjson`. */
  readonly name: string
  /** The story in a sentence. */
  readonly tells: string
  readonly run: Omit<Simulation, "spec"> | Performance
  /** The run as it is to be written; `null`: it does not tell the story. */
  readonly tell: (draft: Draft) => Told | null
}

/** The whole run is a behaviour of the protocol. */
export const accepted =
  (shows: (events: ReadonlyArray<Event>) => boolean) =>
  (draft: Draft): Told | null =>
    shows(draft.events) ? { draft, verdict: { verdict: "accepted" } } : null

/** Is the event one of this action? */
export const isAction =
  (action: string) =>
  (event: Event): boolean =>
    event.action === action

/** The line of an event, given its position among the events. */
const lineOf = (position: number): number => position + 2

/** The run is none of the protocol's, as the event that is found shows. */
export const rejected =
  (
    reason: string,
    find: (
      event: Event,
      position: number,
      all: ReadonlyArray<Event>
    ) => boolean,
    edit: (draft: Draft, position: number) => Draft = (draft) => draft
  ) =>
  (draft: Draft): Told | null => {
    const position = draft.events.findIndex(find)
    if (position < 0) return null
    const line = lineOf(position)
    return {
      draft: edit(draft, position),
      verdict: { verdict: "rejected", line, reason }
    }
  }

/** The trace with other events, and an end line that counts them. */
export const withEvents = (
  draft: Draft,
  events: ReadonlyArray<Event>
): Draft => ({ ...draft, events, end: { end: true, events: events.length } })

/** The trace with one event replaced by others. */
export const replaced = (
  draft: Draft,
  position: number,
  ...events: ReadonlyArray<Event>
): Draft => withEvents(draft, draft.events.toSpliced(position, 1, ...events))

/** Changes the event that was found. */
export const changing =
  (change: (event: Event) => object) =>
  (draft: Draft, position: number): Draft =>
    withEvents(
      draft,
      draft.events.map((event, i) =>
        i === position ? (change(event) as Event) : event
      )
    )

/** The story of a log with less in it: only these fields are logged. */
export const logging =
  (...fields: ReadonlyArray<keyof Event>) =>
  ({ draft, verdict }: Told): Told => ({
    verdict,
    draft: withEvents(
      draft,
      draft.events.map(
        (event) =>
          Object.fromEntries(
            Object.entries(event).filter(([field]) =>
              fields.some((logged) => logged === field)
            )
          ) as unknown as Event
      )
    )
  })
