/** The shortest fair cycle through one of some nodes. */
import type { Core, Fairness } from "./region.ts"

/** To a node; what is done thereby, as bits. */
interface Move {
  readonly to: number
  readonly does: bigint
}

/** A node, what was done on the way, and how one came there. */
interface Place {
  readonly node: number
  readonly done: bigint
  readonly before: Place | undefined
  readonly length: number
}

interface Walk {
  readonly start: Place
  /** Are places with the same node told apart by what was done? */
  readonly exact: boolean
  readonly wanted: (place: Place) => boolean
  readonly shorterThan: number
}

/**
 * The nodes of a fair cycle, the first one again at its end. It is as short as
 * any through one of the given nodes, unless finding it goes beyond the budget:
 * then it is the shortest so far, or else one that does what is missing in the
 * nearest place, again and again.
 *
 * @param through nodes that fair cycles lead through
 * @param of for each node its fair component
 * @param budget how many nodes, each with what was done on the way to it, may
 * be remembered
 */
export const shortestCycle = (
  core: Core,
  through: ReadonlyArray<number>,
  of: Int32Array,
  strengths: Fairness["strengths"],
  budget: number
): ReadonlyArray<number> => {
  const finder = new Finder(core, of, strengths, budget)
  let best: Place | undefined
  for (const node of through) {
    best = finder.exact(node, best?.length ?? Infinity) ?? best
  }
  return nodesTo(best ?? finder.greedy(through[0]!))
}

const nodesTo = (last: Place): ReadonlyArray<number> => {
  const nodes: Array<number> = []
  for (let at: Place | undefined = last; at; at = at.before) nodes.push(at.node)
  return nodes.toReversed()
}

/**
 * Bit 2a of what was done: a strongly fair action a was possible. Bit 2a + 1:
 * the action was taken; or, if weakly fair, was impossible. The last bit: a node
 * was visited that counts as a return.
 */
class Finder {
  private readonly core: Core
  private readonly of: Int32Array
  private readonly strengths: Fairness["strengths"]
  /** What every fair cycle does. */
  private readonly always: bigint
  /** What leaves an action owed until it is taken. */
  private readonly possible: bigint
  private readonly movesOf = new Map<number, ReadonlyArray<Move>>()
  private readonly numbers = new Map<bigint, number>()
  private budget: number

  constructor(
    core: Core,
    of: Int32Array,
    strengths: Fairness["strengths"],
    budget: number
  ) {
    this.budget = budget
    this.core = core
    this.of = of
    this.strengths = strengths
    this.always = this.bits("weak", 1) | this.returned
    this.possible = this.bits("strong", 0)
  }

  private bits(wanted: "weak" | "strong", offset: number): bigint {
    return this.strengths.reduce(
      (bits, strength, a) =>
        strength === wanted ? bits | (1n << BigInt(2 * a + offset)) : bits,
      0n
    )
  }

  private get returned(): bigint {
    return 1n << BigInt(2 * this.strengths.length)
  }

  /** A cycle through the node, if there is one that short within the budget. */
  exact(node: number, shorterThan: number): Place | undefined {
    return this.walk({
      start: this.startAt(node),
      exact: true,
      wanted: (place) => place.node === node && this.owed(place.done) === 0n,
      shorterThan
    })
  }

  greedy(node: number): Place {
    let at = this.startAt(node)
    do {
      const owed = this.owed(at.done)
      const wanted = (place: Place) =>
        owed === 0n ? place.node === node : (place.done & owed) !== 0n
      const walk = { start: at, exact: false, wanted, shorterThan: Infinity }
      at = this.walk(walk)!
    } while (at.node !== node || this.owed(at.done) !== 0n)
    return at
  }

  private startAt(node: number): Place {
    return { node, done: this.doneAt(node), before: undefined, length: 0 }
  }

  /** What is missing in a cycle that does this. */
  private owed(done: bigint): bigint {
    return (this.always & ~done) | (((done & this.possible) << 1n) & ~done)
  }

  /** Breadth-first within the component to the first place that is wanted. */
  private walk(walk: Walk): Place | undefined {
    const { start, exact, wanted, shorterThan } = walk
    const seen = new Set([this.number(start, exact)])
    const queue = [start]
    for (let i = 0; i < queue.length; i++) {
      const before = queue[i]!
      const length = before.length + 1
      if (length >= shorterThan) return undefined
      for (const { to, does } of this.moves(before.node)) {
        const place = { node: to, done: before.done | does, before, length }
        if (wanted(place)) return place
        const number = this.number(place, exact)
        if (seen.has(number)) continue
        if (exact && this.budget-- <= 0) return undefined
        seen.add(number)
        queue.push(place)
      }
    }
    return undefined
  }

  private number({ node, done }: Place, exact: boolean): number {
    if (!exact) return node
    const known = this.numbers.get(done)
    const number = known ?? this.numbers.size
    if (known === undefined) this.numbers.set(done, number)
    return number * this.core.nodes + node
  }

  /** Steps to the same node are one move: it takes all their actions. */
  private moves(node: number): ReadonlyArray<Move> {
    const known = this.movesOf.get(node)
    if (known !== undefined) return known
    const { firstEdge, targets, actions } = this.core
    const taken = new Map<number, bigint>()
    for (let e = firstEdge[node]!; e < firstEdge[node + 1]!; e++) {
      const [to, action] = [targets[e]!, actions[e]!]
      if (this.of[to] !== this.of[node]) continue
      const does = action === -1 ? 0n : 1n << BigInt(2 * action + 1)
      taken.set(to, (taken.get(to) ?? this.doneAt(to)) | does)
    }
    const moves = [...taken].map(([to, does]) => ({ to, does }))
    this.movesOf.set(node, moves)
    return moves
  }

  /** What is done by being there. */
  private doneAt(node: number): bigint {
    const { firstEdge, actions, returns } = this.core
    let [possible, impossible] = [0n, this.always]
    for (let e = firstEdge[node]!; e < firstEdge[node + 1]!; e++) {
      if (actions[e] === -1) continue
      const bit = 1n << BigInt(2 * actions[e]!)
      possible |= bit
      impossible &= ~(bit << 1n)
    }
    const done = (possible & this.possible) | (impossible & ~this.returned)
    return returns[node] === 1 ? done | this.returned : done
  }
}
