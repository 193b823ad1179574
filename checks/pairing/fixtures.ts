/** The sources of a real pair, for tests that spoil them. */
import { readdirSync, readFileSync } from "node:fs"
import { expect } from "vitest"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import type { Place, Source } from "./module.ts"
import { pair } from "./pairing.ts"

export const read = (folder: string, ending: string): ReadonlyArray<Source> =>
  readdirSync(`${import.meta.dirname}/../../${folder}`)
    .filter((name) => name.endsWith(ending))
    .map((name) => ({
      path: `${folder}/${name}`,
      text: readFileSync(
        `${import.meta.dirname}/../../${folder}/${name}`,
        "utf8"
      )
    }))

export const spec = read("spec/two-phase-commit", ".tla")
export const twin = read("protocols/two-phase-commit", ".ts")
export const constants = { RM: ["rm-0", "rm-1"], TMMayCrash: false }

/** The sources with the first occurrence of a text in a file replaced. */
export const edited = (
  sources: ReadonlyArray<Source>,
  file: string,
  from: string,
  to: string
): ReadonlyArray<Source> =>
  sources.map((source) => {
    if (!source.path.endsWith(`/${file}`)) return source
    expect(source.text).toContain(from)
    return { ...source, text: source.text.replace(from, () => to) }
  })

/** What differs, with the lines that it points at. */
export const found = (
  specs: ReadonlyArray<Source>,
  twins: ReadonlyArray<Source>,
  protocol: Protocol
) => {
  const lineAt = ({ path, line }: Place) =>
    [...specs, ...twins]
      .find((source) => source.path === path)
      ?.text.split("\n")
      .at(line - 1)
      ?.trim()
  return pair(specs, twins, protocol, constants).map(
    ({ _tag, sentence, spec, twin }) => [
      _tag,
      sentence,
      lineAt(spec),
      lineAt(twin)
    ]
  )
}

/** A text of a file, what it is replaced by, and what differs then. */
export type Edit = readonly [
  what: string,
  file: string,
  from: string,
  to: string,
  differences: ReadonlyArray<ReadonlyArray<string>>
]
