/**
 * The states that were seen, exactly: each a few 32-bit words into which the
 * ids of its cells are packed, found again through an open-addressing table.
 * Fields widen as ids grow; all rows are then packed anew, which happens a few
 * times per doubling of a cell's values and costs one pass each.
 */

/** Bits that a field can have: few sizes, since a change packs all rows anew. */
const SIZES = [1, 2, 3, 6, 11, 16, 20, 24, 28, 31]

const FIRST_CELLS = 64
const FIRST_ROWS = 1 << 12
/** Memory that is not yet written to costs nothing: the first growth is big. */
const NEXT_ROWS = 1 << 21
const FIRST_SLOTS = 1 << 13
const LARGE_TABLE = 1 << 20

export class Rows {
  /** Cells so far; the id of each lies in one word of a row, */
  cells = 0
  /** in the word `at[cell]`, `shift[cell]` bits up, under `mask[cell]`. */
  at = new Int32Array(FIRST_CELLS)
  shift = new Int32Array(FIRST_CELLS)
  mask = new Int32Array(FIRST_CELLS)
  /** The cells of a word are those up to its end. */
  private readonly ends: Array<number> = []
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

  /** Bytes held for the rows. */
  get bytes(): number {
    return (
      this.words.byteLength + this.parents.byteLength + this.table.byteLength
    )
  }

  /** Does the id fit into the cell's field? */
  fits(cell: number, id: number): boolean {
    return cell < this.cells && id <= this.mask[cell]!
  }

  /** Gives each cell room for its id, and packs all rows anew if it must. */
  widen(needs: ReadonlyArray<{ readonly cell: number; readonly id: number }>) {
    const before = this.fieldBits()
    const bits = [...before]
    for (const { cell, id } of needs) {
      while (bits.length <= cell) bits.push(1)
      const wanted = bitsOf(id)
      if (wanted > bits[cell]!) bits[cell] = SIZES.find((n) => n >= wanted)!
    }
    const kept = before.every((wanted, cell) => wanted === bits[cell])
    if (kept && this.append(bits.slice(before.length))) return
    this.repack(bits)
  }

  private fieldBits(): ReadonlyArray<number> {
    return Array.from(this.mask.subarray(0, this.cells), bitsOf)
  }

  /** New cells into the room that is left: every old row has 0 there already. */
  private append(bits: ReadonlyArray<number>): boolean {
    const room = this.filled === 0 ? 0 : this.width * 32 - this.filled
    if (bits.reduce((sum, wanted) => sum + wanted, 0) > room) return false
    bits.forEach((wanted) => this.place(wanted))
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

  private repack(bits: ReadonlyArray<number>) {
    const { words, width, cells } = this
    const at = this.at.slice()
    const shift = this.shift.slice()
    const mask = this.mask.slice()
    this.cells = 0
    this.filled = 0
    this.ends.length = 0
    bits.forEach((wanted) => this.place(wanted))
    this.width = Math.max(1, Math.ceil(this.filled / 32))
    const packed = new Int32Array(this.parents.length * this.width)
    const ids = new Int32Array(this.cells)
    for (let row = 0; row < this.count; row++) {
      for (let cell = 0; cell < cells; cell++) {
        const word = words[row * width + at[cell]!]!
        ids[cell] = (word >>> shift[cell]!) & mask[cell]!
      }
      this.pack(ids, packed, row * this.width)
    }
    this.words = packed
    this.rehash(this.table.length)
  }

  /** Packs the ids of all cells into words at an offset. */
  pack(ids: ArrayLike<number>, words: Int32Array, offset: number) {
    words.fill(0, offset, offset + this.width)
    for (let cell = 0; cell < this.cells; cell++) {
      const word = offset + this.at[cell]!
      words[word] = words[word]! | ((ids[cell] ?? 0) << this.shift[cell]!)
    }
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
   * Hashes the first packed rows of a buffer, and looks at the slots and rows
   * that `find` is going to look at: the cache misses of many rows overlap,
   * those of one row and the next would not.
   */
  approach(words: Int32Array, count: number, hashes: Int32Array): number {
    const { table, indexMask, width } = this
    let echo = 0
    for (let i = 0; i < count; i++) {
      hashes[i] = this.hash(words, i * width)
      echo ^= table[hashes[i]! & indexMask]!
    }
    for (let i = 0; i < count; i++) {
      const row = (table[hashes[i]! & indexMask]! & indexMask) - 1
      if (row >= 0) echo ^= this.words[row * width]!
    }
    return echo
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
    const row = this.count++
    if (row === this.parents.length) this.grow()
    for (let i = 0; i < this.width; i++) {
      this.words[row * this.width + i] = words[offset + i]!
    }
    this.parents[row] = parent
    this.table[slot] = (hash & ~this.indexMask) | (row + 1)
    if (this.count * 8 > this.table.length * 5) {
      const { length } = this.table
      this.rehash(length * (length < LARGE_TABLE ? 4 : 2))
    }
    return row
  }

  private grow() {
    const rows = Math.max(NEXT_ROWS, this.parents.length * 2)
    this.words = longer(this.words, rows * this.width)
    this.parents = longer(this.parents, rows)
  }

  private rehash(slots: number) {
    this.table = new Int32Array(slots)
    this.indexMask = slots - 1
    for (let row = 0; row < this.count; row++) {
      const hash = this.hash(this.words, row * this.width)
      let slot = hash & this.indexMask
      while (this.table[slot] !== 0) slot = (slot + 1) & this.indexMask
      this.table[slot] = (hash & ~this.indexMask) | (row + 1)
    }
  }
}

const bitsOf = (id: number): number => Math.max(1, 32 - Math.clz32(id))

const longer = (array: Int32Array, length: number): Int32Array<ArrayBuffer> => {
  const copy = new Int32Array(length)
  copy.set(array)
  return copy
}

/** The same elements in an array of twice the length. */
export const twice = (array: Int32Array): Int32Array<ArrayBuffer> =>
  longer(array, array.length * 2)
