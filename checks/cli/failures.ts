/** From what went wrong to one message and one exit code. */
import * as Cause from "effect/Cause"
import * as Runtime from "effect/Runtime"
import * as Schema from "effect/Schema"
import { placeOf } from "../models/place.ts"
import { ExitCode } from "./exit-codes.ts"

/** A command line that can be parsed but makes no sense. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", {
  problem: Schema.String
}) {
  override readonly [Runtime.errorExitCode] = ExitCode.usage
  override get message(): string {
    return this.problem
  }
}

/** What the user is told. */
export interface Failure {
  readonly code: number
  readonly message: string
  readonly file?: string
  /** From 1. */
  readonly line?: number
  /** The message without file and line. */
  readonly problem?: string
}

/** Errors of other packages, which know nothing of exit codes. */
const codes: Readonly<Record<string, number>> = {
  JavaMissing: ExitCode.toolMissing,
  JavaTooOld: ExitCode.toolMissing,
  JarMissing: ExitCode.toolMissing,
  JarUnusable: ExitCode.toolMissing,
  JarChecksumMismatch: ExitCode.toolMissing,
  CacheUnwritable: ExitCode.toolMissing,
  OptionUnsupported: ExitCode.toolMissing,
  SpecMissing: ExitCode.badInput,
  NotDistributable: ExitCode.badInput,
  PlatformError: ExitCode.badInput
}

interface Told {
  readonly _tag: string
  readonly message: string
  readonly file?: unknown
  readonly line?: unknown
  readonly problem?: unknown
}

const isTold = (error: unknown): error is Told =>
  error instanceof Error && "_tag" in error

/** A defect: that of a protocol, which is our input, or our own. */
const defect = (error: unknown): Failure => {
  const place = error instanceof Error ? placeOf(error) : undefined
  const what = error instanceof Error ? error.message : String(error)
  const at = place === undefined ? "" : `${place.file}:${place.line}`
  return at.startsWith("protocols/")
    ? {
        code: ExitCode.badInput,
        message: `${at}: ${what}`,
        ...place,
        problem: what
      }
    : {
        code: ExitCode.internal,
        message: `internal error: ${what}${at && ` (${at})`}\n--log-level debug tells more.`
      }
}

/** The failure that a cause amounts to. */
export const failureOf = (cause: Cause.Cause<unknown>): Failure => {
  const error = Cause.squash(cause)
  if (Cause.hasDies(cause) || !isTold(error)) return defect(error)
  const { file, line, problem } = error
  const own = Runtime.getErrorExitCode(error)
  return {
    code: own === 1 ? (codes[error._tag] ?? ExitCode.internal) : own,
    message: error.message,
    ...(typeof file === "string" ? { file } : {}),
    ...(typeof line === "number" && line > 0 ? { line } : {}),
    ...(typeof problem === "string" ? { problem } : {})
  }
}
