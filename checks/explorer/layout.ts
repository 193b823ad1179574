/** How the ids of cells lie in a row: each in the bits of one 32-bit word. */

/** Ids are not negative as 32-bit numbers. */
const MOST_BITS = 31

export const bitsOf = (id: number): number => Math.max(1, 32 - Math.clz32(id))

/** Where a cell's field lies in a row. */
export interface Place {
  readonly word: number
  readonly shift: number
  readonly bits: number
}

/** The words that fields of so many bits take: none lies in two words. */
const widthOf = (bits: ReadonlyArray<number>): number =>
  Math.ceil(
    bits.reduce(
      (filled, wanted) =>
        ((filled % 32) + wanted > 32 ? Math.ceil(filled / 32) * 32 : filled) +
        wanted,
      0
    ) / 32
  )

/** One bit more for each field, small ones first, where that costs no word. */
export const roomy = (bits: ReadonlyArray<number>): ReadonlyArray<number> => {
  const width = widthOf(bits)
  const order = bits.map((_, cell) => cell).sort((a, b) => bits[a]! - bits[b]!)
  return order.reduce((sizes, cell) => {
    const more = sizes.with(cell, Math.min(sizes[cell]! + 1, MOST_BITS))
    return widthOf(more) === width ? more : sizes
  }, bits)
}

/**
 * Word, shift and mask of the bits to be moved, and the word and the shift that
 * they get; neighbours that stay neighbours move together.
 */
export const movesOf = (
  from: ReadonlyArray<Place>,
  to: ReadonlyArray<Place>
): Int32Array => {
  const moves: Array<number> = []
  let end = -1
  from.forEach(({ word, shift, bits }, cell) => {
    const target = to[cell]!
    const distance = target.shift - shift
    const at = moves.length - 5
    const together =
      end === word * 32 + shift &&
      moves[at + 3] === target.word &&
      distance === moves[at + 4]! - moves[at + 1]!
    const mask = 2 ** bits - 1
    if (together) moves[at + 2]! |= mask << (shift - moves[at + 1]!)
    else moves.push(word, shift, mask, target.word, target.shift)
    end = word * 32 + shift + bits
  })
  return Int32Array.from(moves)
}
