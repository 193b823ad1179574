/** Writes the one document of a command that was asked for `--json`. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Document } from "./documents.ts"

/**
 * Checks the document against its schema, so that what is documented is what is
 * printed; a document that does not fit is a defect of ours.
 */
export const print = (document: Document): Effect.Effect<void> =>
  Effect.sync(() => {
    const fit = Schema.encodeUnknownSync(Document, {
      onExcessProperty: "error"
    })(document)
    process.stdout.write(`${JSON.stringify(fit, null, 2)}\n`)
  })
