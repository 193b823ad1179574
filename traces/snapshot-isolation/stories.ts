/** The stories of snapshot isolation. */
import type { Story } from "../story.ts"
import { acceptedStories } from "./accepted.ts"
import { balanceStories } from "./balances.ts"
import { falsifiedStories } from "./falsified.ts"
import { malformedStories } from "./malformed.ts"

export const snapshotIsolationStories: ReadonlyArray<Story> = [
  ...acceptedStories,
  ...balanceStories,
  ...falsifiedStories,
  ...malformedStories
]
