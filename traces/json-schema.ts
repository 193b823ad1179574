/** The format of traces as JSON Schema, for whoever writes them elsewhere. */
import * as Schema from "effect/Schema"
import { Line, version } from "./format.ts"

const { schema } = Schema.toJsonSchemaDocument(Line, {
  onExcessProperty: "error"
})

/** Indented JSON, with lists of literals on one line, as the formatter likes. */
const printed = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(
    /^( *"\w+": )\[\s+([^[\]{}]*?)\s+\]/gmu,
    (long, start: string, items: string) => {
      const line = `${start}[${items.replaceAll(/\n\s+/gu, " ")}]`
      return line.length < 80 ? line : long
    }
  )

/** A JSON Schema (draft 2020-12) of the lines of a trace, as text. */
export const jsonSchema: string = `${printed({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: `A line of a trace, format version ${version}`,
  ...schema
})}\n`
