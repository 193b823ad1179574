/** The schema of all documents, for whoever reads them. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Document } from "../documents.ts"
import { ExitCode } from "../exit-codes.ts"

export const schema = Effect.sync(() => {
  const document = Schema.toJsonSchemaDocument(Document, {
    onExcessProperty: "error"
  })
  const described = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "What bisim prints with --json",
    ...document.schema,
    $defs: document.definitions
  }
  process.stdout.write(`${JSON.stringify(described, null, 2)}\n`)
  return ExitCode.holds
})
