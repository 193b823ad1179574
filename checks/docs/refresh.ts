/** Brings pages up to date, or tells why they are not. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Result from "effect/Result"
import { root } from "../models/models.ts"
import { runCommand } from "./commands.ts"
import { type Context, expand } from "./expand.ts"
import { readPairs } from "./library.ts"
import { deadLinks, linkedPaths } from "./links.ts"
import {
  type Marker,
  parsePage,
  type Part,
  type Problem,
  showPage
} from "./page.ts"
import { faults, hasMarkers, type Page } from "./rules.ts"

/** A page as it is, as it should be, and what is wrong with it. */
export interface Refreshed {
  readonly path: string
  readonly before: string
  readonly after: string
  readonly stale: ReadonlyArray<Problem>
  readonly problems: ReadonlyArray<Problem>
  readonly notices: ReadonlyArray<string>
}

/** Expands every marker of a page. */
export const refreshPage = Effect.fnUntraced(function* (
  context: Context,
  path: string,
  before: string
) {
  const stale: Array<Problem> = []
  const problems: Array<Problem> = []
  const notices: Array<string> = []
  const parts: Array<Part> = []
  const old = parsePage(before)
  for (const [i, part] of old.entries()) {
    const found =
      part._tag === "Text"
        ? part
        : lostItsEnd(part, old[i + 1])
          ? failed(`the end of ${part.kind} is missing`)
          : yield* renew(context, part)
    if (found._tag === "Failed") {
      const { problem } = found
      problems.push({ page: path, line: part.line, problem })
      parts.push(part)
    } else if (found._tag === "Kept") {
      if (found.notice !== undefined) notices.push(`${path}: ${found.notice}`)
      parts.push(part)
    } else {
      parts.push(found)
      if (found._tag === "Marker" && !same(found, part as Marker)) {
        const problem = `stale: ${found.kind} ${found.argument}`
        stale.push({ page: path, line: part.line, problem })
      }
    }
  }
  const after = showPage(parts)
  const refreshed: Refreshed = { path, before, after, stale, problems, notices }
  return refreshed
})

const failed = (problem: string) => ({ _tag: "Failed", problem }) as const

/** What follows a marker looks as if it had been written for it. */
const lostItsEnd = (marker: Marker, next: Part | undefined): boolean =>
  !marker.closed &&
  next?._tag === "Text" &&
  /^(```|\|)/.test(next.lines.find((line) => line !== "") ?? "")

const same = (a: Marker, b: Marker): boolean =>
  a.body.join("\n") === b.body.join("\n")

const renew = (context: Context, marker: Marker) =>
  Effect.map(Effect.result(expand(context, marker)), (expanded) => {
    if (Result.isFailure(expanded)) return failed(expanded.failure)
    return expanded.success._tag === "Kept"
      ? expanded.success
      : { ...marker, body: expanded.success.lines }
  })

/** The pages of the repository, by their paths. */
const pagePaths = Effect.gen(function* () {
  const files = yield* FileSystem.FileSystem
  const folders = ["docs", "protocols", "storage", "spec", "traces", "checks"]
  const found = yield* Effect.forEach(folders, (folder) =>
    Effect.map(
      files.readDirectory(`${root}/${folder}`, { recursive: true }),
      (names) => names.map((name) => `${folder}/${name}`)
    )
  )
  const pages = found
    .flat()
    .filter((path) => path.endsWith(".md") && !path.includes("node_modules/"))
  const front = (yield* files.exists(`${root}/README.md`)) ? ["README.md"] : []
  return [...front, ...pages.sort()]
})

/** Everything about all pages; nothing is written. */
export const refreshAll = Effect.fnUntraced(function* (requireTools: boolean) {
  const files = yield* FileSystem.FileSystem
  const pairs = yield* readPairs
  const context: Context = { pairs, run: runCommand, requireTools }
  const refreshed: Array<Refreshed> = []
  const others: Array<Page> = []
  for (const path of yield* pagePaths) {
    const text = yield* files.readFileString(`${root}/${path}`)
    if (hasMarkers(path)) {
      refreshed.push(yield* refreshPage(context, path, text))
    } else others.push({ path, parts: parsePage(text) })
  }
  const pages: ReadonlyArray<Page> = [
    ...refreshed.map(({ path, after }) => ({ path, parts: parsePage(after) })),
    ...others
  ]
  const existing = yield* Effect.filter(linkedPaths(pages), (path) =>
    files.exists(`${root}/${path}`)
  )
  const wrong = [
    ...faults(pages, pairs),
    ...deadLinks(pages, new Set(existing))
  ]
  return { refreshed, wrong }
})
