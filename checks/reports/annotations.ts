/**
 * Results as annotations: a forge shows them at their lines
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
import type { Result } from "./junit.ts"

const encoded = (text: string, characters: RegExp): string =>
  text.replace(
    characters,
    (character) =>
      `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`
  )

const inMessage = /[%\r\n]/g
const inProperty = /[%\r\n:,]/g

/** One line for each result that has not passed. */
export const annotations = (
  results: ReadonlyArray<Result>
): ReadonlyArray<string> =>
  results
    .filter(({ status }) => status === "failed" || status === "broken")
    .map(({ file, line, name, message = "", details = [] }) => {
      const properties = {
        file,
        ...(line === undefined ? {} : { line: String(line) }),
        title: name
      }
      const given = Object.entries(properties).map(
        ([property, value]) => `${property}=${encoded(value, inProperty)}`
      )
      const text = encoded([message, ...details].join("\n"), inMessage)
      return `::error ${given.join(",")}::${text}`
    })
