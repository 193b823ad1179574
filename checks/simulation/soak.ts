/**
 * The schedules of the tests under a longer budget: `npm run soak -- SCHEDULES`
 * with another seed each time, or the one that is given: `-- SCHEDULES SEED`.
 */
import * as fc from "fast-check"
import { promisesHold } from "./raft-schedules.ts"

const LENGTH = 200
/** The exit code of a wrong command line. */
const WRONG_USAGE = 64
const USAGE =
  "usage: npm run soak -- [SCHEDULES [SEED]], whole numbers from 1 on"

const soak = (numRuns: number, seed?: number): void => {
  const actions = new Set<string>()
  const {
    failed,
    seed: used,
    ...found
  } = fc.check(
    promisesHold(LENGTH, ({ turns }) => {
      for (const { action } of turns) actions.add(action)
    }),
    seed === undefined ? { numRuns } : { numRuns, seed }
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
}

const given = process.argv.slice(2)
if (given.includes("--help") || given.includes("-h")) {
  console.log(USAGE)
} else if (given.length > 2 || !given.every((one) => /^[1-9]\d*$/.test(one))) {
  console.error(USAGE)
  process.exitCode = WRONG_USAGE
} else {
  const [budget = 200_000, seed] = given.map(Number)
  soak(budget, seed)
}
