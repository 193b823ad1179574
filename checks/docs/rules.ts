/** What pages must have, and what they must not. */
import type { Pair } from "./library.ts"
import { type Marker, ownBlocks, type Part, type Problem } from "./page.ts"

/** A page, split. */
export interface Page {
  readonly path: string
  readonly parts: ReadonlyArray<Part>
}

/** Markers are expanded here; other pages are looked at for links only. */
export const hasMarkers = (path: string): boolean =>
  /^(README\.md|docs\/[^/]+\.md|protocols\/.*|spec\/README\.md)$/.test(path)

type Rule = (
  pages: ReadonlyArray<Page>,
  pairs: ReadonlyArray<Pair>
) => ReadonlyArray<Problem>

const markers = ({ parts }: Page): ReadonlyArray<Marker> =>
  parts.filter((part) => part._tag === "Marker")

/** Markers without which a page says less than it should. */
const needed: Readonly<Record<string, ReadonlyArray<string>>> = {
  "README.md": ["pair", "run", "bench"],
  "docs/how-to-read.md": ["include", "pair"]
}

/** Every protocol has a chapter, and pages have what they are there for. */
const complete: Rule = (pages, pairs) => {
  const chapters = new Set(pairs.map(({ folder }) => `docs/${folder}.md`))
  const wanted = [
    ...Object.entries(needed),
    ...[...chapters].map(
      (path) => [path, ["state", "pair", "guards", "run"]] as const
    )
  ]
  return wanted.flatMap(([path, kinds]) => {
    const page = pages.find((p) => p.path === path)
    if (page === undefined) return [told(path, 0, "the page is missing")]
    return kinds
      .filter((kind) => !markers(page).some((marker) => marker.kind === kind))
      .map((kind) => told(path, 0, `a marker is missing: ${kind}`))
  })
}

/** Every guard of every protocol is accounted for on some page. */
const measured: Rule = (pages, pairs) => {
  const found = pages
    .flatMap(markers)
    .filter(({ kind }) => kind === "guards")
    .map(({ argument }) => argument)
  return pairs
    .map(({ folder, protocol }) => [folder, protocol.module] as const)
    .filter(([folder, module]) => !found.includes(`${folder} ${module}`))
    .map(([folder, module]) =>
      told(
        `docs/${folder}.md`,
        0,
        `a marker is missing: guards ${folder} ${module}`
      )
    )
}

/** Each action and each property is shown, as a pair, on some page. */
const shown: Rule = (pages, pairs) => {
  const found = new Set(
    pages
      .flatMap(markers)
      .filter(({ kind }) => kind === "pair")
      .map(({ argument }) => argument)
  )
  return pairs.flatMap(({ folder, protocol, module }) => {
    const { next, environment, invariants, actionProperties } = protocol
    const { liveness, refinements } = protocol
    const names = Object.keys({
      ...next,
      ...environment,
      ...invariants,
      ...actionProperties,
      ...liveness,
      ...refinements
    })
    return names
      .filter(
        (name) =>
          !found.has(`${folder} ${name}`) &&
          !found.has(`${folder} ${module.name}!${name}`)
      )
      .map((name) =>
        told(`docs/${folder}.md`, 0, `${module.name}!${name} is not shown`)
      )
  })
}

/** Code and output of commands come from their source, never by hand. */
const pasted: Rule = (pages) =>
  pages
    .filter(({ path }) => hasMarkers(path))
    .flatMap(({ path, parts }) =>
      ownBlocks(parts)
        .filter(({ language }) =>
          /^(tla|ts|typescript|console)$/.test(language)
        )
        .map(({ line, language }) =>
          told(path, line, `a block of ${language} that no marker has written`)
        )
    )

/** A chapter is read in one go. */
const lengths: Rule = (pages) =>
  pages.flatMap(({ path, parts }) => {
    if (!hasMarkers(path)) return []
    const count = parts.reduce(
      (sum, part) =>
        sum + (part._tag === "Text" ? part.lines.length : part.body.length + 4),
      0
    )
    return count > 600 ? [told(path, 0, `${count} lines are too many`)] : []
  })

const told = (page: string, line: number, problem: string): Problem => ({
  page,
  line,
  problem
})

const rules: ReadonlyArray<Rule> = [complete, measured, shown, pasted, lengths]

/** Everything that the pages lack or should not have. */
export const faults: Rule = (pages, pairs) =>
  rules.flatMap((rule) => rule(pages, pairs))
