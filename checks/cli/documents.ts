/**
 * What `--json` prints: one document a command. `document` says which, and
 * `version` changes when a field is removed or changes its meaning.
 */
import * as Schema from "effect/Schema"
import {
  CheckDocument,
  GraphDocument,
  ListDocument,
  PairingDocument,
  ParityDocument
} from "./documents/checks.ts"
import { Count, head, optional, Text } from "./documents/common.ts"
import {
  DoctorDocument,
  TlaCheckDocument,
  TlaDistributeDocument,
  TlaJoinDocument,
  TlaParseDocument,
  TlaTranslateDocument
} from "./documents/tools.ts"
import { MutateDocument, ValidateDocument } from "./documents/traces.ts"

/** What went wrong before there was anything to report. */
const ErrorDocument = Schema.Struct({
  ...head("error"),
  message: Text,
  file: optional(Text),
  /** From 1. */
  line: optional(Count),
  /** The message without file and line. */
  problem: optional(Text)
})

/** Any document. */
export const Document = Schema.Union([
  CheckDocument,
  DoctorDocument,
  ErrorDocument,
  GraphDocument,
  ListDocument,
  MutateDocument,
  PairingDocument,
  ParityDocument,
  TlaCheckDocument,
  TlaDistributeDocument,
  TlaJoinDocument,
  TlaParseDocument,
  TlaTranslateDocument,
  ValidateDocument
])
export type Document = typeof Document.Type
