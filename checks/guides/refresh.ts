/**
 * Follows the guides and writes into them what their commands print today:
 * `node checks/guides/refresh.ts`. Outputs that differ in times only stay.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { withoutTlc } from "../check/test/engine.ts"
import { follower, stagesOf, steady } from "./follow.ts"
import { parseGuide, type Session, withOutputs } from "./guide.ts"
import { openWorkshop } from "./workshop.ts"

const folder = resolve(import.meta.dirname, "../../docs/guides")

const refreshed = async (text: string): Promise<string> => {
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

for (const name of readdirSync(folder).filter((file) => file.endsWith(".md"))) {
  const path = join(folder, name)
  const before = readFileSync(path, "utf8")
  const after = await refreshed(before)
  writeFileSync(path, after)
  console.log(`${name}: ${before === after ? "as it was" : "refreshed"}`)
}
process.exit()
