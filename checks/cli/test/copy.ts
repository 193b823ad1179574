/** A copy of the project, to break it and mend it again. */
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"

const repository = `${import.meta.dirname}/../../..`

export interface Copy {
  readonly folder: string
  /** Replaces the first such text of a file, which must be there. */
  readonly edit: (path: string, from: string, to: string) => void
  readonly restore: (path: string) => void
}

/** Whoever makes one removes its folder. */
export const copyOfProject = (): Copy => {
  const folder = mkdtempSync(`${realpathSync(tmpdir())}/bisim-copy-`)
  const restore = (path: string) => {
    cpSync(`${repository}/${path}`, `${folder}/${path}`, { recursive: true })
  }
  const edit = (path: string, from: string, to: string) => {
    const text = readFileSync(`${repository}/${path}`, "utf8")
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`)
    writeFileSync(`${folder}/${path}`, text.replace(from, to))
  }
  for (const part of ["checks", "protocols", "spec", "traces"]) restore(part)
  restore("package.json")
  symlinkSync(`${repository}/node_modules`, `${folder}/node_modules`)
  return { folder, edit, restore }
}
