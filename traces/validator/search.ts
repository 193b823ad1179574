/**
 * A depth-first search for a behaviour that a log tells of, with memory: a
 * world is not looked at twice at the same line, nor one that differs from it
 * only in names that the rest of the log does not mention.
 */
import type { Line } from "./log.ts"
import type { Matching } from "./matching.ts"
import type { Label, Observation } from "./observed.ts"
import { same } from "./same.ts"
import type { Move, Row } from "./moves.ts"
import type { Space } from "./space.ts"
import { type Free, packed, type Symmetry } from "./symmetry.ts"

/**
 * Which steps are tried first where a line leaves it open: those that change
 * something (who knows more can seldom do less), or those that change least, by
 * whoever acted last (who has done little is in nobody's way).
 */
export type Taste = "more" | "less"

/** `open`: the budget ran out first. */
export type Outcome = "accepted" | "refuted" | "open"

interface Frame {
  readonly row: Row
  /** How the world came about; none: it is the initial one. */
  readonly label: Label | undefined
  readonly before: Frame | undefined
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
  /** The world after those lines. */
  deepestRow: Row
  /** The most different worlds that a line led to from one world. */
  readonly branching: Array<number> = []
  private readonly space: Space
  private readonly symmetry: Symmetry
  private readonly matching: Matching
  private readonly lines: ReadonlyArray<Line>
  private readonly free: ReadonlyArray<Free>
  private readonly taste: Taste
  private readonly seen: Array<Set<string>> = []
  private readonly stack: Array<Frame>
  private furthest: Frame

  /** `free`: before each line and after the last, who is interchangeable. */
  constructor(
    space: Space,
    symmetry: Symmetry,
    matching: Matching,
    lines: ReadonlyArray<Line>,
    free: ReadonlyArray<Free>,
    taste: Taste
  ) {
    this.space = space
    this.symmetry = symmetry
    this.matching = matching
    this.lines = lines
    this.free = free
    this.taste = taste
    const row = space.initial
    this.deepestRow = row
    this.furthest = {
      row,
      label: undefined,
      before: undefined,
      choices: undefined
    }
    this.stack = [this.furthest]
  }

  /** The steps that led to the world after the most lines. */
  get deepestPath(): ReadonlyArray<Label> {
    const path: Array<Label> = []
    for (
      let frame: Frame | undefined = this.furthest;
      frame?.label !== undefined;
      frame = frame.before
    ) {
      path.push(frame.label)
    }
    return path.reverse()
  }

  /** Goes on until so many states are remembered in all. */
  run(budget: number): Outcome {
    const { stack, lines } = this
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const cursor = stack.length - 1
      if (cursor > this.deepest) this.remember(frame, cursor)
      if (cursor === lines.length) return "accepted"
      if (this.states > budget) return "open"
      frame.choices ??= this.choices(frame.row, cursor)
      const choice = frame.choices.pop()
      if (choice === undefined) stack.pop()
      else if (this.isNew(choice.row, cursor + 1)) {
        const { row, move } = choice
        const { label } = move.transition
        stack.push({ row, label, before: frame, choices: undefined })
      }
    }
    return "refuted"
  }

  private remember(frame: Frame, cursor: number) {
    this.deepest = cursor
    this.deepestRow = frame.row
    this.furthest = frame
  }

  /** The worlds that the line leads to, the best last. */
  private choices(row: Row, cursor: number): Array<Choice> {
    const { space, symmetry } = this
    const free = this.free[cursor]!
    const found = new Map<string, Choice>()
    const last = this.stack.at(-1)?.label?.actor
    for (const { observation, standIn } of this.readings(row, cursor)) {
      const choose = symmetry.chooser(row, free, standIn)
      space.forEachMove(row, observation, choose, (move) => {
        if (!this.matching.fits(observation, move, row)) return
        const next = space.after(row, move)
        const text = packed(next)
        if (found.has(text)) return
        const rank = this.rank(move, row, next, observation, last)
        found.set(text, { row: next, move, rank })
      })
    }
    this.branching[cursor] = Math.max(this.branching[cursor] ?? 0, found.size)
    return [...found.values()].sort((a, b) => a.rank - b.rank)
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

  /**
   * The likeliest comes first; then what changes nothing but what the line tells
   * of; then what the line's actors do; then what is to the search's taste.
   */
  private rank(
    move: Move,
    row: Row,
    next: Row,
    { expected, among }: Observation,
    last: string | undefined
  ): number {
    const told = new Set(
      expected.map((expectation) =>
        expectation._tag === "Network" ? "" : expectation.field
      )
    )
    const { action, actor } = move.transition.label
    const unlikely = -100 * (among?.indexOf(action) ?? 0)
    if (told.size === 0 && this.taste === "less") {
      return unlikely + (actor === last ? 1 : 0) - 2 * untold(move, told)
    }
    const acts = expected.some(
      (expectation) => "actor" in expectation && expectation.actor === actor
    )
    const changed = next.some((id, cell) => id !== row[cell])
    return (
      unlikely +
      (told.size === 0 ? 0 : -10 * untold(move, told)) +
      (acts ? 2 : 0) +
      (changed ? 1 : 0)
    )
  }
}

/**
 * How much the step changes, but for what the line tells of: each field counts,
 * and more if it is a function that is defined for more than before.
 */
const untold = (
  { transition: { changes, sent } }: Move,
  told: ReadonlySet<string>
): number => {
  const weights = changes.flatMap(({ before, after }) =>
    Object.entries(after).map(([field, value]) => {
      const old: unknown = Reflect.get(before, field)
      if (told.has(field) || same(old, value)) return 0
      return sizeOf(value) > sizeOf(old) ? 2 : 1
    })
  )
  return sum([...weights, sent.length > 0 && !told.has("") ? 1 : 0])
}

const sum = (numbers: ReadonlyArray<number>): number =>
  numbers.reduce((a, b) => a + b, 0)

const sizeOf = (value: unknown): number =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.keys(value).length
    : 0
