/**
 * The schedules of the tests under a longer budget: `npm run soak -- SCHEDULES`
 * with another seed each time, or the one that is given: `-- SCHEDULES SEED`.
 */
import * as fc from "fast-check"
import { promisesHold } from "./raft-schedules.ts"

const LENGTH = 200

const natural = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new Error(`soak: not a number of schedules, or a seed: ${text}`)
  }
  return Number(text)
}

const [budget = "200000", seed] = process.argv.slice(2)
const numRuns = natural(budget)
const actions = new Set<string>()
const {
  failed,
  seed: used,
  ...found
} = fc.check(
  promisesHold(LENGTH, ({ turns }) => {
    for (const { action } of turns) actions.add(action)
  }),
  seed === undefined ? { numRuns } : { numRuns, seed: natural(seed) }
)
if (failed) {
  const [schedule] = found.counterexample ?? []
  console.error(`${String(found.errorInstance)}, seed ${used}`)
  console.error(fc.stringify(schedule))
  process.exitCode = 1
} else {
  console.log(
    `${found.numRuns} schedules of ${LENGTH} steps with ${actions.size} ` +
      `actions break no promise, seed ${used}`
  )
}
