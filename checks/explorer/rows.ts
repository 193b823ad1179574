/**
 * The states that were seen, exactly: each a few 32-bit words into which the
 * ids of its cells are packed, found again through an open-addressing table.
 * Fields widen as ids grow; all rows are then packed anew, which happens a few
 * times per doubling of a cell's values and costs one pass each.
 */
import { bitsOf, movesOf, type Place, roomy } from "./layout.ts"

/** Bits that a field can need: few, since a change packs all rows anew. */
const SIZES = [1, 2, 3, 6, 11, 16, 20, 24, 28, 31]

const FIRST_CELLS = 64
const FIRST_ROWS = 1 << 12
/** Memory that is not yet written to costs nothing: the first growth is big. */
const NEXT_ROWS = 1 << 21
const FIRST_SLOTS = 1 << 13
const LARGE_TABLE = 1 << 22
/** A slot holds the number of a row in 31 bits. */
const MOST_SLOTS = 2 ** 31
/** Rows that are put into a new table together, to overlap cache misses. */
const BATCH = 1 << 10

export class Rows {
  /** Cells so far; the id of each lies in one word of a row, */
  cells = 0
  /** in the word `at[cell]`, `shift[cell]` bits up, under `mask[cell]`. */
  at = new Int32Array(FIRST_CELLS)
  shift = new Int32Array(FIRST_CELLS)
  mask = new Int32Array(FIRST_CELLS)
  /** The cells of a word are those up to its end. */
  private readonly ends: Array<number> = []
  /** Bits that each cell's ids need. */
  private readonly sizes: Array<number> = []
  /** Words per row. */
  width = 1
  /** Rows so far. */
  count = 0
  /** All rows, one after the other. */
  words = new Int32Array(FIRST_ROWS)
  /** For each row the row that it was first reached from; -1: it is initial. */
  parents = new Int32Array(FIRST_ROWS)
  /** Slots: 0 is free, otherwise row + 1 below a tag of the row's hash. */
  private table = new Int32Array(FIRST_SLOTS)
  private indexMask = FIRST_SLOTS - 1
  private filled = 0
  /** Keeps the early looks at the table from being optimised away. */
  echo = 0

  /** Takes note of a cell's id; false: `widen` has to make room for it. */
  note(cell: number, id: number): boolean {
    while (this.sizes.length <= cell) this.sizes.push(1)
    const wanted = SIZES.find((size) => size >= bitsOf(id))!
    this.sizes[cell] = Math.max(this.sizes[cell]!, wanted)
    return cell < this.cells && id <= this.mask[cell]!
  }

  /** Gives each cell room for its ids; all rows may have to be packed anew. */
  widen() {
    const fits = this.places().every(({ bits }, c) => bits >= this.sizes[c]!)
    if (!(fits && this.append(this.sizes.slice(this.cells)))) this.repack()
  }

  /** New cells into the room that is left: every old row has 0 there. */
  private append(sizes: ReadonlyArray<number>): boolean {
    const room = this.filled === 0 ? 0 : this.width * 32 - this.filled
    if (sizes.reduce((sum, size) => sum + size, 0) > room) return false
    sizes.forEach((size) => this.place(size))
    return true
  }

  private place(bits: number) {
    if ((this.filled % 32) + bits > 32) this.filled += 32 - (this.filled % 32)
    if (this.cells === this.at.length) {
      this.at = twice(this.at)
      this.shift = twice(this.shift)
      this.mask = twice(this.mask)
    }
    this.at[this.cells] = this.filled >>> 5
    this.shift[this.cells] = this.filled & 31
    this.mask[this.cells] = 2 ** bits - 1
    this.cells++
    this.ends[this.filled >>> 5] = this.cells
    this.filled += bits
  }

  private repack() {
    const { words, width } = this
    const places = this.places()
    const sizes = roomy(this.sizes)
    this.cells = 0
    this.filled = 0
    this.ends.length = 0
    sizes.forEach((size) => this.place(size))
    this.width = Math.max(1, Math.ceil(this.filled / 32))
    this.words = allocate(this.parents.length * this.width)
    const moves = movesOf(places, this.places())
    for (let row = 0; row < this.count; row++) {
      const from = row * width
      const to = row * this.width
      for (let i = 0; i < moves.length; i += 5) {
        const word = words[from + moves[i]!]! >>> moves[i + 1]!
        const target = to + moves[i + 3]!
        this.words[target]! |= (word & moves[i + 2]!) << moves[i + 4]!
      }
    }
    this.rehash(this.table.length)
  }

  private places(): ReadonlyArray<Place> {
    return Array.from({ length: this.cells }, (_, cell) => ({
      word: this.at[cell]!,
      shift: this.shift[cell]!,
      bits: bitsOf(this.mask[cell]!)
    }))
  }

  /** Packs the ids of all cells into words at an offset. */
  pack(ids: ArrayLike<number>, words: Int32Array, offset: number) {
    words.fill(0, offset, offset + this.width)
    for (let cell = 0; cell < this.cells; cell++) {
      const word = offset + this.at[cell]!
      words[word] = words[word]! | ((ids[cell] ?? 0) << this.shift[cell]!)
    }
  }

  /** The id of a cell in packed words. */
  idIn(words: Int32Array, cell: number): number {
    return (words[this.at[cell]!]! >>> this.shift[cell]!) & this.mask[cell]!
  }

  /** Unpacks the ids of all cells of the row at an offset of words. */
  unpack(words: Int32Array, offset: number, ids: Int32Array) {
    const { shift, mask, ends, width } = this
    let cell = 0
    for (let i = 0; i < width; i++) {
      const word = words[offset + i]!
      const end = ends[i]!
      for (; cell < end; cell++)
        ids[cell] = (word >>> shift[cell]!) & mask[cell]!
    }
  }

  /** The ids of all cells of the row at a place among packed rows. */
  state(words: Int32Array, index: number): Int32Array {
    const ids = new Int32Array(this.cells)
    this.unpack(words, index * this.width, ids)
    return ids
  }

  hash(words: Int32Array, offset: number): number {
    let h = 0x9e3779b9 | 0
    for (let i = offset; i < offset + this.width; i++) {
      h = Math.imul(h ^ words[i]!, 0x85ebca6b)
      h ^= h >>> 15
    }
    h = Math.imul(h, 0xc2b2ae35)
    return h ^ (h >>> 16)
  }

  /**
   * Hashes the first packed rows of a buffer and looks each up; gives how many
   * are not stored, and which in `fresh`. Nothing is stored meanwhile, so that
   * the cache misses of many rows overlap.
   */
  sift(
    words: Int32Array,
    count: number,
    hashes: Int32Array,
    fresh: Int32Array
  ): number {
    const { table, indexMask, width } = this
    let echo = 0
    for (let i = 0; i < count; i++) {
      hashes[i] = this.hash(words, i * width)
      echo ^= table[hashes[i]! & indexMask]!
    }
    this.echo = echo
    let missing = 0
    for (let i = 0; i < count; i++) {
      if (this.find(words, i * width, hashes[i]!) < 0) fresh[missing++] = i
    }
    return missing
  }

  /** The row that equals the packed words; if none: -1 - its free slot. */
  find(words: Int32Array, offset: number, hash: number): number {
    const { table, indexMask, width } = this
    const tag = hash & ~indexMask
    for (let slot = hash & indexMask; ; slot = (slot + 1) & indexMask) {
      const entry = table[slot]!
      if (entry === 0) return -1 - slot
      if (((entry ^ tag) & ~indexMask) !== 0) continue
      const row = (entry & indexMask) - 1
      let i = 0
      while (i < width && this.words[row * width + i] === words[offset + i]) i++
      if (i === width) return row
    }
  }

  /** Stores a row that `find` has not found, and gives its number. */
  add(
    words: Int32Array,
    offset: number,
    hash: number,
    slot: number,
    parent: number
  ): number {
    if (this.count === this.parents.length) this.grow()
    const row = this.count++
    for (let i = 0; i < this.width; i++) {
      this.words[row * this.width + i] = words[offset + i]!
    }
    this.parents[row] = parent
    this.table[slot] = (hash & ~this.indexMask) | (row + 1)
    if (this.count * 8 > this.table.length * 5) {
      const { length } = this.table
      this.rehash(length * (length < LARGE_TABLE ? 8 : 2))
    }
    return row
  }

  private grow() {
    const rows = Math.max(NEXT_ROWS, this.parents.length * 2)
    this.words = longer(this.words, rows * this.width)
    this.parents = longer(this.parents, rows)
  }

  private rehash(slots: number) {
    if (slots > MOST_SLOTS) throw new OutOfMemory("too many rows")
    const table = allocate(slots)
    const mask = slots - 1
    const hashes = new Int32Array(BATCH)
    for (let first = 0; first < this.count; first += BATCH) {
      const end = Math.min(first + BATCH, this.count)
      for (let row = first; row < end; row++) {
        const hash = this.hash(this.words, row * this.width)
        hashes[row - first] = hash
        this.echo ^= table[hash & mask]!
      }
      for (let row = first; row < end; row++) {
        const hash = hashes[row - first]!
        let slot = hash & mask
        while (table[slot] !== 0) slot = (slot + 1) & mask
        table[slot] = (hash & ~mask) | (row + 1)
      }
    }
    this.table = table
    this.indexMask = mask
  }
}

/** No room for what was to be stored. */
export class OutOfMemory extends Error {}

const allocate = (length: number): Int32Array<ArrayBuffer> => {
  try {
    return new Int32Array(length)
  } catch (cause) {
    throw new OutOfMemory("no room for rows", { cause })
  }
}

const longer = (array: Int32Array, length: number): Int32Array<ArrayBuffer> => {
  const copy = allocate(length)
  copy.set(array)
  return copy
}

/** The same elements in an array of twice the length. */
export const twice = (array: Int32Array): Int32Array<ArrayBuffer> =>
  longer(array, array.length * 2)
