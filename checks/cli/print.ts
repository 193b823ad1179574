/** Writes the one document of a command that was asked for `--json`. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Document } from "./documents.ts"

let printed = false

/**
 * Prints the document of a command that was interrupted, unless the command has
 * printed its own.
 */
export const printUnlessPrinted = (document: Document): Effect.Effect<void> =>
  Effect.suspend(() => (printed ? Effect.void : print(document)))

/**
 * Checks the document against its schema, so that what is documented is what is
 * printed; a document that does not fit is a defect of ours.
 */
export const print = (document: Document): Effect.Effect<void> =>
  Effect.sync(() => {
    const fit = Schema.encodeUnknownSync(Document, {
      onExcessProperty: "error"
    })(document)
    printed = true
    process.stdout.write(`${JSON.stringify(fit, null, 2)}\n`)
  })
