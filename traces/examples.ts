/**
 * Records the example traces: runs each story's simulation, edits what it
 * gave, and lays the traces, their verdicts and their README out as files.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { simulate } from "../checks/simulation/simulation.ts"
import { hybridLogicalClockStories } from "./hlc/stories.ts"
import { diagram } from "./diagram.ts"
import type { Draft, Story, Told, Verdict } from "./story.ts"
import { jsonSchema } from "./json-schema.ts"
import { raftStories } from "./raft/stories.ts"
import { isEnd, traceReader } from "./reader.ts"
import type { RecordingError } from "./recorder.ts"
import { specDigest } from "./spec-digest.ts"
import { snapshotIsolationStories } from "./snapshot-isolation/stories.ts"
import { acceptedStories } from "./two-phase-commit/accepted.ts"
import { buggyStories } from "./two-phase-commit/bugs.ts"
import { falsifiedStories } from "./two-phase-commit/falsified.ts"
import { malformedStories } from "./two-phase-commit/malformed.ts"

/** Nobody reads a diagram of more steps than these. */
const LONGEST = 60

/** The stories of a protocol. */
interface Stories {
  /** The protocol's name in prose. */
  readonly title: string
  readonly stories: ReadonlyArray<Story>
}

/** The stories of each protocol, by its folder. */
const known: Readonly<Record<string, Stories>> = {
  "two-phase-commit": {
    title: "two-phase commit",
    stories: [
      ...acceptedStories,
      ...buggyStories,
      ...falsifiedStories,
      ...malformedStories
    ]
  },
  "snapshot-isolation": {
    title: "snapshot isolation",
    stories: snapshotIsolationStories
  },
  hlc: {
    title: "hybrid logical clocks",
    stories: hybridLogicalClockStories
  },
  raft: { title: "Raft", stories: raftStories }
}

/** The simulated run does not tell the story: it needs another seed. */
export class StoryNotTold extends Schema.TaggedError<StoryNotTold>()(
  "StoryNotTold",
  { story: Schema.String }
) {
  override get message(): string {
    return `The run does not tell its story: ${this.story}`
  }
}

type ExampleError = StoryNotTold | RecordingError | PlatformError

/** The lines of a trace that was recorded here, read back. */
const draftOf = ({ run }: Story, lines: ReadonlyArray<string>): Draft => {
  const trace = Result.getOrThrow(
    traceReader(run.protocol).open(lines[0] ?? "")
  )
  const body = lines.slice(1).map((line) => Result.getOrThrow(trace.line(line)))
  return {
    header: trace.header,
    events: body.flatMap((line) => (isEnd(line) ? [] : [line])),
    ...Object.fromEntries(body.filter(isEnd).map((end) => ["end", end]))
  }
}

const record = Effect.fnUntraced(function* (
  story: Story,
  spec: string
): Effect.fn.Return<Told, ExampleError> {
  const { run } = story
  const lines =
    "perform" in run
      ? yield* run.perform(spec)
      : (yield* simulate({ ...run, spec })).lines
  const told = story.tell(draftOf(story, lines))
  return told ?? (yield* new StoryNotTold({ story: story.name }))
})

const text = ({ header, events, end }: Draft): string =>
  [header, ...events, ...(end === undefined ? [] : [end])]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("")

const said = (verdict: Verdict): string =>
  verdict.verdict === "accepted"
    ? "Accepted."
    : `Rejected at line ${verdict.line}: \`${verdict.reason}\`.`

const readme = (
  title: string,
  all: ReadonlyArray<readonly [Story, Told]>
): string => {
  const lines = all.map(
    ([{ name, tells }, { verdict }]) =>
      `- [\`${name}\`](${name}.ndjson): ${tells} ${said(verdict)}`
  )
  return [
    `# Example traces of ${title}`,
    "",
    "Recorded by `npm run traces`; [`stories.md`](stories.md) draws them, and",
    "[`verdicts.json`](verdicts.json) has the verdicts for machines. A line is counted from 1, the header's; a reason",
    "is the first guard that is false, or the field that is wrong (`end`: the",
    "end line, which is missing).",
    "",
    ...lines,
    ""
  ].join("\n")
}

/** Is it the story of what servers do, not of how a log was written? */
const isDrawn = ([, { draft, verdict }]: readonly [Story, Told]): boolean =>
  (verdict.verdict === "accepted" || /^[A-Z]/.test(verdict.reason)) &&
  draft.events.length <= LONGEST &&
  draft.events.every((event) => "action" in event && "state" in event)

/** The steps up to the first that is none. */
const stepsOf = ({ draft: { events }, verdict }: Told) =>
  verdict.verdict === "accepted" ? events : events.slice(0, verdict.line - 1)

const drawn = (
  title: string,
  all: ReadonlyArray<readonly [Story, Told]>
): string => {
  const stories = all.filter(isDrawn)
  return [
    `# Stories of ${title}, drawn`,
    "",
    "Written by `npm run traces`. An arrow is a message, drawn when it is",
    "received, without what is zero or empty in it; a note is a step. Of a run",
    "that is rejected the last step is the one that cannot be.",
    "",
    ...stories.flatMap(([{ name, tells }, told]) => [
      `## ${name.replaceAll("_", " ")}`,
      "",
      `${tells} ${said(told.verdict)}`,
      "",
      "```mermaid",
      ...diagram(told.draft.header, stepsOf(told)),
      "```",
      ""
    ])
  ].join("\n")
}

const verdicts = (all: ReadonlyArray<readonly [Story, Told]>): string => {
  const known = all.map(([{ name }, { verdict }]) => [
    `${name}.ndjson`,
    verdict
  ])
  return `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`
}

/**
 * The files that are generated here: their text by their path under the root.
 * They are the example traces of all protocols and the format as JSON Schema.
 * It reads the specs under the root, for their digests.
 */
export const generatedFiles = Effect.fnUntraced(function* (
  root: string
): Effect.fn.Return<
  ReadonlyMap<string, string>,
  ExampleError,
  FileSystem.FileSystem
> {
  const files = new Map([["docs/trace-format.schema.json", jsonSchema]])
  for (const [folder, { title, stories }] of Object.entries(known)) {
    const all: Array<readonly [Story, Told]> = []
    for (const story of stories) {
      const { module } = story.run.protocol
      const spec = yield* specDigest(root, folder, module)
      const told = yield* record(story, spec)
      files.set(`traces/${folder}/${story.name}.ndjson`, text(told.draft))
      all.push([story, told])
    }
    files.set(`traces/${folder}/verdicts.json`, verdicts(all))
    files.set(`traces/${folder}/README.md`, readme(title, all))
    files.set(`traces/${folder}/stories.md`, drawn(title, all))
  }
  return files
})
