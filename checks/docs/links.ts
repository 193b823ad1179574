/** Links between the files of the repository. */
import type { Problem } from "./page.ts"
import type { Page } from "./rules.ts"

interface Link {
  readonly page: string
  readonly line: number
  /** As it is written. */
  readonly target: string
  /** The file that it leads to, from the root. */
  readonly path: string
  /** The heading in it; empty: none in particular. */
  readonly heading: string
}

const LINK = /\]\(([^)\s]+)\)/g

const linksOf = ({ path: page, parts }: Page): ReadonlyArray<Link> =>
  parts.flatMap((part) => {
    if (part._tag === "Marker") return []
    return part.lines.flatMap((text, i) =>
      [...text.matchAll(LINK)]
        .map(([, target = ""]) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .map((target) => {
          const [file = "", heading = ""] = target.split("#")
          const { pathname } = new URL(file, `file:///${page}`)
          const path = file === "" ? page : pathname.slice(1)
          return { page, line: part.line + i, target, path, heading }
        })
    )
  })

/** The files that pages link to. */
export const linkedPaths = (pages: ReadonlyArray<Page>): ReadonlySet<string> =>
  new Set(pages.flatMap(linksOf).map(({ path }) => path))

/** Links to files, or to headings of pages, that are not there. */
export const deadLinks = (
  pages: ReadonlyArray<Page>,
  existing: ReadonlySet<string>
): ReadonlyArray<Problem> =>
  pages
    .flatMap(linksOf)
    .filter(({ path, heading }) => {
      const page = pages.find((p) => p.path === path)
      const isThere =
        heading === "" || page === undefined || anchors(page).has(heading)
      return !existing.has(path) || !isThere
    })
    .map(({ page, line, target }) => ({
      page,
      line,
      problem: `dead link: ${target}`
    }))

/** The names that headings have in links. */
const anchors = ({ parts }: Page): ReadonlySet<string> =>
  new Set(
    parts
      .flatMap((part) => (part._tag === "Text" ? part.lines : []))
      .flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? [])
      .map((title) =>
        title
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, "")
          .replaceAll(" ", "-")
      )
  )
