/**
 * Follows the guides and writes into them what their commands print today:
 * `node checks/guides/refresh.ts`. Outputs that differ in times only stay.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { digestOf } from "../../traces/spec-digest.ts"
import { withoutTlc } from "../check/test/engine.ts"
import { follower, stagesOf, steady } from "./follow.ts"
import { parseGuide, type Session, withOutputs } from "./guide.ts"
import { openWorkshop } from "./workshop.ts"

const root = resolve(import.meta.dirname, "../..")

const HEADER =
  /("protocol":"([\w-]+)","module":"(\w+)","spec":")sha256:[0-9a-f]{64}/g

/** Logs that are shown are logs of the spec as it is today. */
const withDigests = (text: string): string =>
  text.replace(
    HEADER,
    (_match, before: string, folder: string, module: string) => {
      const spec = join(root, "spec", folder, `${module}.tla`)
      return before + digestOf(readFileSync(spec, "utf8"))
    }
  )

/** The guide with the outputs of its commands as they are now. */
export const refreshed = async (guide: string): Promise<string> => {
  const text = withDigests(guide)
  const workshop = openWorkshop()
  const { take } = follower(workshop, withoutTlc)
  const changed = new Map<Session, ReadonlyArray<string>>()
  try {
    for (const stage of stagesOf(parseGuide(text))) {
      const outputs = await take(stage)
      const same = stage.session.commands.every(
        ({ output }, i) => steady(output) === steady(outputs?.[i] ?? output)
      )
      if (outputs !== undefined && !same) changed.set(stage.session, outputs)
    }
  } finally {
    workshop.close()
  }
  return withOutputs(text, changed)
}

const refreshAll = async (folder: string): Promise<void> => {
  const names = readdirSync(folder).filter((name) => name.endsWith(".md"))
  for (const name of names) {
    const path = join(folder, name)
    const before = readFileSync(path, "utf8")
    const after = await refreshed(before)
    writeFileSync(path, after)
    console.log(`${name}: ${before === after ? "as it was" : "refreshed"}`)
  }
}

if (import.meta.main) {
  await refreshAll(join(root, "docs/guides"))
  process.exit()
}
