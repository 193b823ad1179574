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

/** Ids that are alike in what matters have the same number. */
export type Aspect = (id: number) => number

/**
 * Gives the id of a cell's value in the state at hand. With an aspect the reader
 * promises to look at nothing else of that value.
 */
export type Read = (cell: number, aspect?: Aspect) => number

/**
 * A function of a state that sees it only through `read`. `free`: nobody takes
 * note of what it reads, so it need not read in aspects.
 */
export type Formula = (read: Read, free?: boolean) => number

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

/**
 * Things of the system whose names mean nothing: where two of them are
 * exchanged, the same can happen and the same is true.
 */
export interface Symmetry {
  /** What they are called. */
  readonly things: ReadonlyArray<string>
  /** Those that may change places with the next one. */
  readonly swaps: ReadonlyArray<number>
  /** The cell that a cell becomes by a swap. */
  readonly cellOf: (swap: number, cell: number) => number
  /** The id there of what a value becomes by it. */
  readonly idOf: (swap: number, cell: number, id: number) => number
  /** What a value says of each thing, as numbers that no swap changes. */
  readonly says: (cell: number, id: number) => ReadonlyArray<number>
}
