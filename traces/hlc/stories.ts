/** The stories of hybrid logical clocks. */
import type { Story } from "../story.ts"
import { acceptedStories } from "./accepted.ts"
import { buggyStories } from "./bugs.ts"
import { falsifiedStories } from "./falsified.ts"
import { malformedStories } from "./malformed.ts"

export const hybridLogicalClockStories: ReadonlyArray<Story> = [
  ...acceptedStories,
  ...buggyStories,
  ...falsifiedStories,
  ...malformedStories
]
