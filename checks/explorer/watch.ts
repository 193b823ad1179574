/** Watches limits of memory and time while states are explored. */
import type { Gauges, Limit, Limits } from "./run.ts"

/** Milliseconds between two looks at the gauges. */
const SLICE = 50

/** States between them, at most: each may take much time, or much memory. */
const MOST = 1 << 13

export class Watch {
  private readonly limits: Limits
  private readonly gauges: Gauges
  private passed = 0
  private next = 0
  private pace = 1
  private looked = 0

  constructor(limits: Limits, gauges: Gauges) {
    this.limits = limits
    this.gauges = gauges
  }

  /** A state has passed by: the limit that is reached, if it is time to look. */
  pass(): Limit | undefined {
    return ++this.passed < this.next ? undefined : this.look()
  }

  /** The limit that is reached. */
  look(): Limit | undefined {
    const { memory = Infinity, time = Infinity } = this.limits
    const elapsed = this.gauges.elapsed()
    const slow = elapsed - this.looked > SLICE
    this.pace = slow ? Math.ceil(this.pace / 2) : Math.min(this.pace * 2, MOST)
    this.next = this.passed + this.pace
    this.looked = elapsed
    if (this.gauges.memory() > memory) return "memory"
    return elapsed > time ? "time" : undefined
  }
}
