/** From what a schema refuses to one sentence about one field. */
import * as SchemaIssue from "effect/SchemaIssue"
import type { Problem } from "./format.ts"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

type Path = ReadonlyArray<PropertyKey>

const pathText = (path: Path): string =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "")

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce(
    (inner: unknown, key) =>
      typeof inner === "object" && inner !== null
        ? Reflect.get(inner, key)
        : undefined,
    value
  )

const shortened = (text: string): string =>
  text.length > 60 ? `${text.slice(0, 57)}...` : text

/** A JSON value in a sentence: shortened if it is long. */
export const shown = (value: unknown): string =>
  shortened(JSON.stringify(value) ?? "nothing")

const causeOf = (message: string, value: unknown): string => {
  if (message === "Missing key") return "is missing"
  if (message === "Expected no excess property") {
    return `is no field here, but is ${shown(value)}`
  }
  const lower = message.charAt(0).toLowerCase() + message.slice(1)
  return `${lower}, got ${shown(value)}`
}

/** The first thing that an issue says about the value that was decoded. */
export const problemOf = (
  issue: SchemaIssue.Issue,
  value: unknown,
  under: Path = []
): Problem => {
  const first = format(issue).issues[0]
  const path = (first?.path ?? []).map((part) =>
    typeof part === "object" ? part.key : part
  )
  return {
    field: pathText([...under, ...path]),
    cause: causeOf(first?.message ?? "Refused", valueAt(value, path))
  }
}
