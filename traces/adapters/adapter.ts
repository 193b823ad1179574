/**
 * How logs of one format are read. An adapter turns lines into observations and
 * refuses what it does not understand; whether they are a behaviour of the
 * protocol is for the validator.
 */
import type * as Result from "effect/Result"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import type { Problem } from "../format.ts"
import type { Observation } from "../validator/observed.ts"
import type { Contradiction, Verdict } from "../validator/verdict.ts"

/** A protocol that logs are validated against. */
export interface Subject {
  /** Its folder under `spec/` and `protocols/`. */
  readonly folder: string
  readonly protocol: Protocol
  /** The digest of its TLA+ module; left out: it is not compared. */
  readonly spec?: string
}

/** What one line says. */
export type Read =
  | {
      readonly _tag: "Step"
      /** What must have happened right before, though no line tells it. */
      readonly before?: ReadonlyArray<Observation>
      readonly observation: Observation
    }
  /** It contradicts the lines before it. */
  | {
      readonly _tag: "Contradiction"
      readonly observation: Observation
      readonly contradiction: Contradiction
    }
  /** It tells of no step. */
  | { readonly _tag: "Nothing" }

/** A log whose constants are known, and so can its lines be read, in order. */
export interface OpenLog {
  /** Decoded with the protocol's schema. */
  readonly constants: object
  readonly warnings: ReadonlyArray<string>
  /** Reads the next line; lines are numbered from 1. */
  readonly line: (text: string, line: number) => Result.Result<Read, Problem>
  /** What is wrong after the last line, if anything. */
  readonly end: () => Problem | undefined
  /**
   * The verdict after the last line, of a format whose lines are followed by
   * rules of its own, beside the protocol: they tell of no steps themselves.
   */
  readonly verdict?: () => Verdict
  /** What each line of such a format says, for a reader. */
  readonly told?: () => ReadonlyArray<Observation>
}

/** Reads constants off the lines of a log. */
export interface Gathering {
  /** Whatever is wrong with a line is told when it is read as a step. */
  readonly line: (text: string) => void
  readonly constants: () => unknown
}

export interface Adapter {
  /** The name of the format. */
  readonly name: string
  /** The folder of the protocol; none: the first line tells it. */
  readonly folder: string | undefined
  /** Does the first line, parsed, look like this format? */
  readonly recognise: (first: unknown) => boolean
  /** Is the first line a header, and no step? */
  readonly header: boolean
  /** Lists that may be cut short: what is missing was not observed. */
  readonly partial: ReadonlyArray<string>
  /** Of a format with a verdict of its own: what it cannot check, and why. */
  readonly unchecked?: Readonly<Record<string, string>>
  /**
   * The name of the file with the constants that belongs to a log of this name.
   * None: the constants are in the log itself, or its name tells nothing.
   */
  readonly constantsBeside: (name: string) => string | undefined
  /**
   * Gathers the constants from the log itself, where they are there. `given`
   * are values that were given apart from it.
   */
  readonly gather?: (given: ReadonlyArray<unknown> | undefined) => Gathering
  /**
   * Opens a log. `constants` are those that were given apart from it: one JSON
   * value a line.
   */
  readonly open: (
    subject: Subject,
    first: string,
    constants: ReadonlyArray<unknown> | undefined
  ) => Result.Result<OpenLog, Problem>
}
