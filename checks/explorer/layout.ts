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

/** The cells of each word: none lies in two. */
const wordsOf = (
  bits: ReadonlyArray<number>
): ReadonlyArray<ReadonlyArray<number>> => {
  const words: Array<Array<number>> = []
  let filled = 32
  bits.forEach((wanted, cell) => {
    if (filled + wanted > 32) {
      words.push([])
      filled = 0
    }
    words.at(-1)!.push(cell)
    filled += wanted
  })
  return words
}

/** One bit more for each field, small ones first, where its word has room. */
export const roomy = (bits: ReadonlyArray<number>): ReadonlyArray<number> => {
  const sizes = [...bits]
  for (const cells of wordsOf(bits)) {
    let room = 32 - cells.reduce((sum, cell) => sum + bits[cell]!, 0)
    for (const cell of cells.toSorted((a, b) => bits[a]! - bits[b]!)) {
      if (room === 0 || bits[cell] === MOST_BITS) break
      sizes[cell]!++
      room--
    }
  }
  return sizes
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
