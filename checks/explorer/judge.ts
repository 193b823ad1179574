/** What is true of a state, and of a step between two. */
import { Memo } from "./formulas.ts"
import type { Properties } from "./run.ts"
import type { Formula, Simulation } from "./source.ts"

export class Judge {
  private readonly invariants: ReadonlyArray<readonly [string, Memo]>
  private readonly refinements: ReadonlyArray<
    readonly [string, Memo, Simulation]
  >
  private readonly bounds: ReadonlyArray<Memo>
  private readonly cells: ReadonlyArray<string>
  private known = 0

  /** The cells are those that there are; they may become more. */
  constructor(
    { invariants, refinements, bounds }: Properties,
    cells: ReadonlyArray<string>,
    cached: boolean
  ) {
    this.cells = cells
    const memo = (formula: Formula) => new Memo(formula, cached)
    this.invariants = Object.entries(invariants).map(
      ([name, formula]) => [name, memo(formula)] as const
    )
    this.refinements = Object.entries(refinements).map(
      ([name, simulation]) =>
        [name, memo(simulation.image), simulation] as const
    )
    this.bounds = bounds.map(memo)
  }

  /** Is there a refinement, so that steps have to be judged? */
  get judgesSteps(): boolean {
    return this.refinements.length > 0
  }

  /** The first invariant that a state breaks. */
  broken(ids: Int32Array): string | undefined {
    this.meetNewCells()
    for (const [name, memo] of this.invariants) {
      if (memo.value(ids) === 0) return name
    }
    return undefined
  }

  inBounds(ids: Int32Array): boolean {
    this.meetNewCells()
    for (const bound of this.bounds) if (bound.value(ids) === 0) return false
    return true
  }

  /** The first refinement that a step between two states breaks. */
  brokenStep(from: Int32Array, to: Int32Array): string | undefined {
    this.meetNewCells()
    for (const [name, image, { allows }] of this.refinements) {
      const [before, after] = [image.value(from), image.value(to)]
      if (before !== after && !allows(before, after)) return name
    }
    return undefined
  }

  /** What is true of only one of two states. */
  tellsApart(a: Int32Array, b: Int32Array): string | undefined {
    this.meetNewCells()
    const named = this.invariants.find(
      ([, memo]) => memo.value(a) !== memo.value(b)
    )
    if (named !== undefined) return named[0]
    return this.inBounds(a) === this.inBounds(b) ? undefined : "a bound"
  }

  /** A formula's paths know nothing of cells that came after them. */
  private meetNewCells() {
    if (this.cells.length === this.known) return
    this.known = this.cells.length
    this.invariants.forEach(([, memo]) => memo.reset())
    this.refinements.forEach(([, memo]) => memo.reset())
    this.bounds.forEach((memo) => memo.reset())
  }
}
