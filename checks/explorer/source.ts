/**
 * What the engine explores. It knows nothing of protocols: a state is a row of
 * small numbers, one per cell; a unit of work reads one cell and tells what can
 * happen, and what else must be read. A unit's answer depends on the value that
 * it reads (and on those that led to it) and on nothing else, so the engine asks
 * once per value and remembers.
 */

/** What can happen, given the cells that were read. */
export interface Entry<Label> {
  readonly outcomes: ReadonlyArray<Outcome<Label>>
  /** Units that have to read one cell more. */
  readonly then: ReadonlyArray<Unit<Label>>
}

/** Reads one cell; the same unit object must always give the same answers. */
export interface Unit<Label> {
  readonly cell: number
  readonly expand: (id: number) => Entry<Label>
}

/** One step: what it is called and what it writes. */
export interface Outcome<Label> {
  readonly label: Label
  readonly writes: ReadonlyArray<Write>
  /** Names of the properties that this very step, or what it writes, breaks. */
  readonly breaks: ReadonlyArray<string>
}

/** A cell gets a value, or one that depends on the value that it has. */
export type Write =
  | { readonly cell: number; readonly id: number }
  | { readonly cell: number; readonly update: (id: number) => number }

/** Gives the id of a cell's value in the state at hand. */
export type Read = (cell: number) => number

/** A function of a state that sees it only through `read`. */
export type Formula = (read: Read) => number

/** Every change of the image must be allowed by the abstract system. */
export interface Simulation {
  /** The number of the abstract state that a state stands for. */
  readonly image: Formula
  readonly allows: (from: number, to: number) => boolean
}

/**
 * A transition system in cells. `cells` and `roots` may grow while units are
 * expanded; a cell that is new has the value 0 in every state seen before.
 */
export interface Source<Label> {
  readonly cells: ReadonlyArray<string>
  /** The ids of the cells in each initial state. */
  readonly initial: ReadonlyArray<ReadonlyArray<number>>
  readonly roots: ReadonlyArray<Unit<Label>>
}
