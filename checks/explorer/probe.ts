/** Whether a symmetry is one: asked of a state, for each of its swaps. */
import type { Judge } from "./judge.ts"
import { type Orbits, textOf, unlike } from "./orbits.ts"
import type { Source } from "./source.ts"

/** A step, and what it is whatever things are called, as text. */
interface Told {
  readonly label: unknown
  readonly text: string
}

/** States of an orbit that are asked: all of it, where four things are alike. */
const MOST = 24

/**
 * The same must be true of all states of an orbit, and what they lead to must
 * be in the same orbits. Throws an `Asymmetry`.
 */
export const probe = (
  orbits: Orbits,
  judge: Judge,
  successors: (ids: Int32Array) => ReadonlyArray<Told>,
  state: Int32Array
): void => {
  const { symmetry } = orbits
  const before = successors(state)
  const orbit = new Map([[textOf(state), state]])
  for (const at of orbit.values()) {
    for (const swap of symmetry.swaps) {
      const next = orbits.swapped(at, swap)
      const text = textOf(next)
      if (orbit.has(text)) continue
      if (orbit.size === MOST) return
      orbit.set(text, next)
      const name = judge.tellsApart(state, next)
      if (name !== undefined) {
        throw unlike(symmetry, swap, `${name} tells them apart`)
      }
      const after = successors(next)
      const lone = only(after, before) ?? only(before, after)
      if (lone !== undefined) {
        throw unlike(symmetry, swap, "one of them only", lone.label)
      }
    }
  }
}

/** A search must begin where nothing tells things apart. */
export const mustBeginAlike = (
  orbits: Orbits,
  { initial }: Pick<Source<unknown>, "initial">
): void => {
  const { symmetry } = orbits
  for (const swap of symmetry.swaps) {
    for (const ids of initial) {
      const state = Int32Array.from(ids)
      if (textOf(orbits.swapped(state, swap)) === textOf(state)) continue
      throw unlike(symmetry, swap, "they begin differently")
    }
  }
}

/** The first that occurs more often here than there. */
const only = (
  here: ReadonlyArray<Told>,
  there: ReadonlyArray<Told>
): Told | undefined => {
  const left = there.map(({ text }) => text)
  return here.find(({ text }) => {
    const at = left.indexOf(text)
    if (at < 0) return true
    left.splice(at, 1)
    return false
  })
}
