/** Other people's logs, beside the project: not everybody has them. */
import { existsSync, readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"

const folder = fileURLToPath(
  new URL("../../../shared/traces/two-phase-commit", import.meta.url)
)

export const present = existsSync(folder)

/** The paths of logs of the Java program; empty where they are missing. */
export const javaLogs: ReadonlyArray<string> = present
  ? readdirSync(folder)
      .filter((name) => name.startsWith("trace."))
      .map((name) => `${folder}/${name}`)
  : []

if (!present) {
  console.warn("Tests with logs of the Java program are skipped: no", folder)
}
