/**
 * How a hybrid logical clock moves (Kulkarni, Demirbas et al. 2014, figure 5):
 * the twin of `spec/hlc/HybridTimestamp.tla`. The actions of the protocol and
 * the clock in `storage/clock` share these rules, so numbers have no unit here:
 * any integers, the same unit for all of them.
 */

/** The paper's l, the latest reading known of, and c, which counts within l. */
export interface Hybrid {
  readonly l: number
  readonly c: number
}

/** The order of timestamps: l decides, then c. */
export const earlier = (a: Hybrid, b: Hybrid): boolean =>
  a.l < b.l || (a.l === b.l && a.c < b.c)

/** The later of two. */
export const latest = (a: Hybrid, b: Hybrid): Hybrid => (earlier(a, b) ? b : a)

/** A local event, or the sending of a message, at the physical reading `pt`. */
export const tick = ({ l, c }: Hybrid, pt: number): Hybrid =>
  pt > l ? { l: pt, c: 0 } : { l, c: c + 1 }

/** The receipt of `m` at the reading `pt`: the paper's cases of c in one. */
export const receive = (self: Hybrid, m: Hybrid, pt: number): Hybrid =>
  tick(latest(self, m), pt)

/** A counter beyond the largest goes on in l: it never wraps. */
export const carried = (t: Hybrid, largest: number): Hybrid =>
  t.c > largest ? { l: t.l + 1, c: 0 } : t

/** Is `m` further ahead of the reading `pt` than clocks may be apart? */
export const tooFarAhead = (m: Hybrid, pt: number, offset: number): boolean =>
  m.l - pt > offset
