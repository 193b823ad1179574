/** The files of the repository, by their paths from its root. */
import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"

export type Tree = Readonly<Record<string, string>>

export const root = resolve(import.meta.dirname, "../..")

const foreign = new Set([".git", "node_modules", "coverage", "dist"])

const walk = (folder: string): ReadonlyArray<string> =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !foreign.has(name))
    .map((entry) => ({ entry, path: join(folder, entry.name) }))
    .flatMap(({ entry, path }) => (entry.isDirectory() ? walk(path) : [path]))

/** Reads every file that is not fetched or generated. */
export const readTree = (): Tree =>
  Object.fromEntries(
    walk("").map((path) => [path, readFileSync(join(root, path), "utf8")])
  )
