/** Logs, held against a protocol. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { Tla2Tools } from "tla2tools-runner"
import type { Ruling } from "../../../traces/arbiter/arbitrate.ts"
import { report, type ReportOptions } from "../../../traces/validator/report.ts"
import {
  type SubjectFor,
  subjectsIn
} from "../../../traces/validator/subjects.ts"
import {
  validateFile,
  type Validation,
  type ValidationOptions
} from "../../../traces/validator/validate.ts"
import { root } from "../../models/models.ts"
import type { ValidateInput } from "../commands/validate.ts"
import { ExitCode, worst } from "../exit-codes.ts"
import { type Failure, failureOf } from "../failures.ts"
import { print } from "../print.ts"
import { complain, openScreen } from "../screen.ts"
import { rulingText } from "../text/ruling.ts"
import { requireTlc } from "./engines.ts"
import { chosenFolders } from "./models.ts"
import { sentencesOf } from "./sentences.ts"

interface Judged extends Validation {
  /** What TLC says, if it was asked. */
  readonly ruling?: Ruling
}

/** A file and its verdict, or why there is none. */
export type Validated = { readonly file: string } & (
  | { readonly judged: Judged }
  | { readonly failure: Failure }
)

export const validate = Effect.fnUntraced(function* (input: ValidateInput) {
  const screen = yield* openScreen
  yield* chosenFolders(input.protocol)
  const subjects = yield* subjectsIn(root)
  const only: SubjectFor = (folder, module) =>
    folder === input.protocol ? subjects(folder, module) : undefined
  const sentence = yield* sentencesOf(subjects(input.protocol)!)
  const judge = yield* judgeFor(input, only)
  const all: Array<Validated> = []
  for (const file of input.files) {
    yield* screen.progress(`${file} is read`)
    const exit = yield* Effect.exit(judge(file))
    if (Exit.isFailure(exit)) {
      const failure = failureOf(exit.cause)
      all.push({ file, failure })
      yield* screen.progress("")
      yield* complain(failure.message)
      continue
    }
    const judged = exit.value
    all.push({ file, judged })
    const lines = linesOf(judged, { style: screen.style, sentence })
    yield* screen.say(...titled(file, lines, input.files.length > 1))
  }
  const exitCode = worst(all.map(codeOf))
  const head = { document: "validate", version: 1, exitCode } as const
  if (input.report.length > 0) {
    const reports = yield* Effect.promise(() => import("./validate-reports.ts"))
    const held = all.map((each) => ({
      ...each,
      holds: codeOf(each) === ExitCode.holds
    }))
    yield* reports.write(held, only, input, optionsOf(input), sentence, screen)
  }
  if (screen.json) yield* print({ ...head, files: all.map(fileOf) })
  return exitCode
}, Effect.scoped)

const optionsOf = ({
  format,
  constants,
  maxStates
}: ValidateInput): ValidationOptions => ({
  ...(format === undefined ? {} : { format }),
  ...(constants === undefined ? {} : { constants }),
  ...(maxStates === undefined ? {} : { budget: maxStates })
})

/** How a file is judged: by the twin, or by the twin and TLC. */
const judgeFor = Effect.fnUntraced(function* (
  input: ValidateInput,
  subjects: SubjectFor
) {
  const options = optionsOf(input)
  if (input.arbiter === undefined) {
    return (file: string) =>
      Effect.map(
        validateFile(file, subjects, options),
        (validation): Judged => validation
      )
  }
  const { arbitrate } = yield* Effect.promise(
    () => import("../../../traces/arbiter/arbitrate.ts")
  )
  const tlc = yield* requireTlc()
  return (file: string) =>
    arbitrate(file, root, subjects, options).pipe(
      Effect.map((arbitration): Judged => arbitration),
      Effect.provideService(Tla2Tools, tlc)
    )
})

const linesOf = (
  { ruling, verdict }: Judged,
  options: ReportOptions
): ReadonlyArray<string> => [
  ...report(verdict, options),
  ...(ruling === undefined ? [] : ["", rulingText({ ruling, verdict })])
]

const titled = (
  file: string,
  [first = "", ...rest]: ReadonlyArray<string>,
  many: boolean
): ReadonlyArray<string> => [
  many ? `${file}: ${first}` : first,
  ...rest.map((line) => (many && line !== "" ? `  ${line}` : line))
]

/** What the twin leaves undecided TLC may decide. */
const codeOf = (validated: Validated): number => {
  if ("failure" in validated) return validated.failure.code
  const { verdict, ruling } = validated.judged
  const tag = verdict._tag === "Undecided" ? ruling?._tag : verdict._tag
  switch (tag) {
    case "Accepted":
      return ExitCode.holds
    case "Rejected":
      return ExitCode.rejected
    default:
      return ExitCode.undecided
  }
}

const fileOf = (validated: Validated) => {
  const { file } = validated
  if ("failure" in validated) {
    const { code, line, message, problem = message } = validated.failure
    return {
      file,
      verdict: code === ExitCode.badInput ? names.BadInput : names.Failed,
      ...(line === undefined ? {} : { line }),
      problem
    }
  }
  const { format, constants, verdict, ruling } = validated.judged
  const { _tag, ...rest } = verdict
  return {
    file,
    verdict: names[_tag],
    format,
    constants,
    ...rest,
    ...(ruling === undefined ? {} : { ruling })
  }
}

const names = {
  Accepted: "accepted",
  Rejected: "rejected",
  Undecided: "undecided",
  BadInput: "bad input",
  Failed: "failed"
} as const
