/**
 * A depth-first search for a behaviour that a log tells of, with memory: a
 * world is not looked at twice at the same line, nor one that differs from it
 * only in names that the rest of the log does not mention.
 */
import type { Line } from "./log.ts"
import type { Matching } from "./matching.ts"
import type { Label, Observation } from "./observed.ts"
import { same } from "./same.ts"
import type { Move, Row, Space } from "./space.ts"
import { type Free, packed, type Symmetry } from "./symmetry.ts"

/** `open`: the budget ran out first. */
export type Outcome = "accepted" | "refuted" | "open"

interface Frame {
  readonly row: Row
  /** How the world came about; none: it is the initial one. */
  readonly label: Label | undefined
  /** What comes next, the best last; not there: not looked for yet. */
  choices: Array<Choice> | undefined
}

interface Choice {
  readonly row: Row
  readonly move: Move
  readonly rank: number
}

export class Search {
  /** Worlds remembered so far. */
  states = 0
  /** The most lines that a behaviour was found for. */
  deepest = 0
  /** The world after those lines, and the steps that led there. */
  deepestRow: Row
  deepestPath: ReadonlyArray<Label> = []
  /** The most different worlds that a line led to from one world. */
  readonly branching: Array<number> = []
  private readonly space: Space
  private readonly symmetry: Symmetry
  private readonly matching: Matching
  private readonly lines: ReadonlyArray<Line>
  private readonly free: ReadonlyArray<Free>
  private readonly seen: Array<Set<string>> = []
  private readonly stack: Array<Frame>

  /** `free`: before each line and after the last, who is interchangeable. */
  constructor(
    space: Space,
    symmetry: Symmetry,
    matching: Matching,
    lines: ReadonlyArray<Line>,
    free: ReadonlyArray<Free>
  ) {
    this.space = space
    this.symmetry = symmetry
    this.matching = matching
    this.lines = lines
    this.free = free
    this.deepestRow = space.initial
    this.stack = [{ row: space.initial, label: undefined, choices: undefined }]
  }

  /** Goes on until so many states are remembered in all. */
  run(budget: number): Outcome {
    const { stack, lines } = this
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const cursor = stack.length - 1
      if (cursor > this.deepest) this.remember(frame.row, cursor)
      if (cursor === lines.length) return "accepted"
      if (this.states > budget) return "open"
      frame.choices ??= this.choices(frame.row, cursor)
      const choice = frame.choices.pop()
      if (choice === undefined) stack.pop()
      else {
        const { row, move } = choice
        const { label } = move.transition
        stack.push({ row, label, choices: undefined })
      }
    }
    return "refuted"
  }

  private remember(row: Row, cursor: number) {
    this.deepest = cursor
    this.deepestRow = row
    const last = this.stack.slice(-KEPT)
    this.deepestPath = last.flatMap(({ label }) => label ?? [])
  }

  /** The worlds that the line leads to and that are new, the best last. */
  private choices(row: Row, cursor: number): Array<Choice> {
    const { space, symmetry } = this
    const free = this.free[cursor]!
    const found: Array<Choice> = []
    const rows = new Set<string>()
    for (const { observation, standIn } of this.readings(row, cursor)) {
      const choose = symmetry.chooser(row, free, standIn)
      space.forEachMove(row, observation, choose, (move) => {
        if (!this.matching.fits(observation, move, row)) return
        const next = space.after(row, move)
        rows.add(packed(next))
        if (!this.isNew(next, cursor + 1)) return
        found.push({
          row: next,
          move,
          rank: rank(move, row, next, observation)
        })
      })
    }
    this.branching[cursor] = Math.max(this.branching[cursor] ?? 0, rows.size)
    return found.length < 2 ? found : found.sort((a, b) => a.rank - b.rank)
  }

  /** The readings of a line that differ in more than a name. */
  private readings(row: Row, cursor: number): Line {
    const line = this.lines[cursor]!
    const names = line.flatMap(({ standIn }) => standIn ?? [])
    if (names.length === 0) return line
    const { symmetry, free } = this
    const distinct = symmetry.distinct(row, free[cursor]!, names)
    return line.filter(
      ({ standIn }) => standIn === undefined || distinct.has(standIn)
    )
  }

  private isNew(row: Row, cursor: number): boolean {
    const seen = (this.seen[cursor] ??= new Set())
    const before = seen.size
    seen.add(this.symmetry.keyOf(row, this.free[cursor]!))
    if (seen.size === before) return false
    this.states++
    return true
  }
}

/** How many of the last steps are kept for a report. */
const KEPT = 20

/**
 * What changes nothing but what the line tells of comes first; then what the
 * line's actors do; then what changes anything, since knowing more seldom
 * forbids what comes later.
 */
const rank = (
  { transition: { label, changes, sent } }: Move,
  row: Row,
  next: Row,
  { expected }: Observation
): number => {
  const told = new Set(
    expected.map((expectation) =>
      expectation._tag === "Network" ? "" : expectation.field
    )
  )
  const untold = changes
    .flatMap(({ before, after }) =>
      Object.entries(after).filter(
        ([field, value]) =>
          !told.has(field) && !same(Reflect.get(before, field), value)
      )
    )
    .concat(sent.length > 0 && !told.has("") ? [["", sent]] : []).length
  const acts = expected.some(
    (expectation) => "actor" in expectation && expectation.actor === label.actor
  )
  const changed = next.some((id, cell) => id !== row[cell])
  return (
    (told.size === 0 ? 0 : -10 * untold) + (acts ? 2 : 0) + (changed ? 1 : 0)
  )
}
