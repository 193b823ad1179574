/** The stories of Raft. */
import type { Story } from "../story.ts"
import { acceptedStories } from "./accepted.ts"
import { buggyStories } from "./bugs.ts"
import { falsifiedStories } from "./falsified.ts"
import { malformedStories } from "./malformed.ts"

export const raftStories: ReadonlyArray<Story> = [
  ...acceptedStories,
  ...buggyStories,
  ...falsifiedStories,
  ...malformedStories
]
