/** Other people's logs, beside the project: not everybody has them. */
import { existsSync, readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../shared/traces/", import.meta.url))

export const present = existsSync(root)

if (!present) {
  console.warn("Tests with other people's logs are skipped: there is no", root)
}

/** The paths of the logs in a folder; none where it is missing. */
export const logsIn = (
  folder: string,
  isLog: (name: string) => boolean
): ReadonlyArray<string> =>
  present
    ? readdirSync(root + folder)
        .filter(isLog)
        .map((name) => `${root}${folder}/${name}`)
    : []

const isTrace = (name: string): boolean => name.startsWith("trace.")

/** Logs of the Java programs, by folder. */
export const javaLogs = logsIn("two-phase-commit", isTrace)
export const storeLogs = logsIn("key-value-store", isTrace)
