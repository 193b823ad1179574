/**
 * What it means that a behaviour breaks a liveness formula, as it is defined:
 * by looking at all sets of states, and at all walks. No search is used.
 */
import { ACTIONS, type Case, type Said, stateOf } from "./movers.ts"

/** A step that changes something: whose, as in `A m0`. */
interface Move {
  readonly from: number
  readonly to: number
  readonly action: string
}

export interface Moves {
  readonly states: number
  readonly all: ReadonlyArray<Move>
  /** For each state, the states after it. */
  readonly after: ReadonlyArray<ReadonlySet<number>>
  /** Those of each action and mover that is fair, some or none. */
  readonly fair: ReadonlyArray<{
    readonly strength: "weak" | "strong"
    readonly own: ReadonlyArray<Move>
  }>
  /** For each state, whether the formula's left and right side are true. */
  readonly truth: Readonly<Record<"from" | "to", ReadonlyArray<boolean>>>
}

export const movesOf = (given: Case): Moves => {
  const { movers, size, moves } = given
  const states = size ** movers
  const fair: Array<Moves["fair"][number]> = []
  const all: Array<Move> = []
  for (const [a, name] of ACTIONS.entries()) {
    const strength = given.fair[a]!
    for (let mover = 0; mover < movers; mover++) {
      const action = `${name} m${mover}`
      const own: Array<Move> = []
      for (let from = 0; from < states; from++) {
        const places = placesOf(given, from)
        for (const way of moves[a]!) {
          const at = way[places[mover]!]!
          const to = stateOf(given, places.with(mover, at))
          if (at >= 0 && to !== from) own.push({ from, to, action })
        }
      }
      all.push(...own)
      if (strength !== "none") fair.push({ strength, own })
    }
  }
  const truth = {
    from: truthOf(states, all, given.from),
    to: truthOf(states, all, given.to)
  }
  const after = Array.from(
    { length: states },
    (_, state) =>
      new Set(all.filter(({ from }) => from === state).map(({ to }) => to))
  )
  return { states, all, after, fair, truth }
}

const placesOf = ({ movers, size }: Case, state: number) =>
  Array.from(
    { length: movers },
    (_, i) => Math.floor(state / size ** (movers - 1 - i)) % size
  )

/** The states where a condition is true. */
const truthOf = (
  states: number,
  all: Moves["all"],
  { holds, enabled }: Said
): ReadonlyArray<boolean> =>
  Array.from(
    { length: states },
    (_, state) =>
      holds[state]! ||
      all.some(
        ({ from, action }) => from === state && action === `${enabled} m0`
      )
  )

/**
 * Does this behaviour break the formula: the states on the way, then those that
 * are visited again and again?
 */
export const breaks = (
  { form }: Case,
  { truth: { from, to } }: Moves,
  stem: ReadonlyArray<number>,
  again: ReadonlyArray<number>
): boolean => {
  const whole = [...stem, ...again]
  switch (form) {
    case "Eventually":
      return !whole.some((state) => to[state])
    case "LeadsTo":
      // What happens in the loop happens behind each of its states too.
      return whole.some(
        (state, i) =>
          from[state] &&
          ![...whole.slice(i), ...again].some((later) => to[later])
      )
    case "EventuallyAlways":
      return again.some((state) => !to[state])
    case "AlwaysEventually":
      return !again.some((state) => to[state])
  }
}

/** Is it fair to visit these states, and make these steps, for ever? */
export const isFair = (
  { fair }: Moves,
  visited: ReadonlySet<number>,
  made: (from: number, to: number) => boolean
): boolean =>
  fair.every(({ strength, own }) => {
    if (own.some(({ from, to }) => made(from, to))) return true
    const possible = (state: number) => own.some(({ from }) => from === state)
    return strength === "weak"
      ? ![...visited].every(possible)
      : ![...visited].some(possible)
  })

/** Can each of the states be reached from each other within them? */
const connected = ({ after }: Moves, states: ReadonlySet<number>): boolean =>
  [...states].every((start) => {
    const seen = new Set([start])
    for (const at of seen) {
      for (const to of after[at]!) if (states.has(to)) seen.add(to)
    }
    return seen.size === states.size
  })

/** All sets of states that a fair behaviour can visit again and again. */
export const fairSets = (moves: Moves): ReadonlyArray<ReadonlySet<number>> => {
  const reached = new Set([0])
  for (const at of reached) moves.after[at]!.forEach((to) => reached.add(to))
  const states = [...reached]
  return Array.from(
    { length: 2 ** states.length - 1 },
    (_, bits) => new Set(states.filter((__, i) => (bits + 1) & (2 ** i)))
  ).filter((set) => {
    const inside = (from: number, to: number) => set.has(from) && set.has(to)
    return connected(moves, set) && isFair(moves, set, inside)
  })
}

/** The shortest ways to where a behaviour can stay and break the formula. */
export const nearestBreaches = (
  given: Case,
  moves: Moves
): ReadonlyArray<ReadonlyArray<number>> => {
  const sets = fairSets(moves)
  const arrives = (way: ReadonlyArray<number>) => {
    const end = way.at(-1)!
    return sets.some(
      (set) =>
        set.has(end) &&
        breaks(given, moves, way.slice(0, -1), fromEnd(set, end))
    )
  }
  // Two ways to the same state differ in whether a duty was met on them.
  const effect = (way: ReadonlyArray<number>) =>
    `${way.at(-1)} ${breaks(given, moves, way, [way.at(-1)!])}`
  const seen = new Set<string>()
  let ways: ReadonlyArray<ReadonlyArray<number>> = [[0]]
  while (ways.length > 0 && !ways.some(arrives)) {
    const longer = ways.flatMap((way) =>
      [...moves.after[way.at(-1)!]!].map((to) => [...way, to])
    )
    ways = longer.filter((way) => {
      const isNew = !seen.has(effect(way))
      seen.add(effect(way))
      return isNew
    })
  }
  return ways.filter(arrives)
}

/** The states of a set, that one first. */
const fromEnd = (set: ReadonlySet<number>, end: number) => [
  end,
  ...[...set].filter((state) => state !== end)
]

/** Does a cycle of less steps at the end of the way break the formula too? */
export const hasShorterCycle = (
  given: Case,
  moves: Moves,
  way: ReadonlyArray<number>,
  steps: number
): boolean => {
  const start = way.at(-1)!
  const closes = (walk: ReadonlyArray<number>): boolean => {
    const made = (from: number, to: number) =>
      walk.some((state, i) => state === from && walk[i + 1] === to)
    return (
      walk.at(-1) === start &&
      isFair(moves, new Set(walk), made) &&
      breaks(given, moves, way.slice(0, -1), walk)
    )
  }
  const extend = (walk: ReadonlyArray<number>): boolean =>
    closes(walk) ||
    (walk.length < steps &&
      [...moves.after[walk.at(-1)!]!].some((to) => extend([...walk, to])))
  return steps > 1 && extend([start])
}
