/** Worlds as rows of small numbers, and what changes in them. */
import type { Transition } from "./machine.ts"
import type { Memory } from "./memories.ts"

/** The ids of the actors' states, and last that of the network. */
export type Row = ReadonlyArray<number>

/** A remembered step: what it writes, by cell and id. */
export interface Move {
  readonly transition: Transition
  readonly writes: ReadonlyArray<readonly [cell: number, id: number]>
  /** Ids of messages. */
  readonly sent: ReadonlyArray<number>
  readonly taken: number
  /** The network after the move, by the one before. */
  readonly networks: Array<number | undefined>
}

/** What an actor in one state does by one choice. */
export interface Deed {
  /** The cells of those whom it meets. */
  readonly met: ReadonlyArray<number>
  readonly moves: Memory<Move | null>
}

/** What those in the cells are like, in one value; mostly there is one. */
export const readsOf = (
  row: Row,
  cells: ReadonlyArray<number>
): number | string => {
  const [first = -1, second] = cells
  return second === undefined
    ? (row[first] ?? 0)
    : cells.map((cell) => row[cell]).join()
}
