/** Logs, held against a protocol. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { report } from "../../../traces/validator/report.ts"
import {
  type SubjectFor,
  subjectsIn
} from "../../../traces/validator/subjects.ts"
import {
  validateFile,
  type Validation
} from "../../../traces/validator/validate.ts"
import type { BadInput } from "../../models/bad-input.ts"
import { root } from "../../models/models.ts"
import type { ValidateInput } from "../commands/validate.ts"
import { ExitCode, worst } from "../exit-codes.ts"
import { print } from "../print.ts"
import { complain, openScreen } from "../screen.ts"
import { chosenFolders } from "./models.ts"
import { sentencesOf } from "./sentences.ts"

/** A file and its verdict, or why there is none. */
interface Validated {
  readonly file: string
  readonly result: Result.Result<Validation, BadInput>
}

export const validate = Effect.fnUntraced(function* (input: ValidateInput) {
  const screen = yield* openScreen
  yield* chosenFolders(input.protocol)
  const subjects = yield* subjectsIn(root)
  const only: SubjectFor = (folder, module) =>
    folder === input.protocol ? subjects(folder, module) : undefined
  const subject = subjects(input.protocol)!
  const sentence = yield* sentencesOf(subject)
  const { format, constants, maxStates } = input
  const all: Array<Validated> = []
  for (const file of input.files) {
    yield* screen.progress(`${file} is read`)
    const checking = validateFile(file, only, {
      ...(format === undefined ? {} : { format }),
      ...(constants === undefined ? {} : { constants }),
      ...(maxStates === undefined ? {} : { budget: maxStates })
    })
    const result = yield* Effect.result(checking)
    all.push({ file, result })
    if (Result.isFailure(result)) {
      yield* screen.progress("")
      yield* complain(result.failure.message)
      continue
    }
    const { style } = screen
    const lines = report(result.success.verdict, { style, sentence })
    yield* screen.say(...titled(file, lines, input.files.length > 1))
  }
  const exitCode = worst(all.map(codeOf))
  if (screen.json) {
    yield* print({
      document: "validate",
      version: 1,
      exitCode,
      files: all.map(fileOf)
    })
  }
  return exitCode
})

const titled = (
  file: string,
  [first = "", ...rest]: ReadonlyArray<string>,
  many: boolean
): ReadonlyArray<string> => [
  many ? `${file}: ${first}` : first,
  ...rest.map((line) => (many && line !== "" ? `  ${line}` : line))
]

const codeOf = ({ result }: Validated): number => {
  if (Result.isFailure(result)) return ExitCode.badInput
  switch (result.success.verdict._tag) {
    case "Accepted":
      return ExitCode.holds
    case "Rejected":
      return ExitCode.rejected
    case "Undecided":
      return ExitCode.undecided
  }
}

const fileOf = ({ file, result }: Validated) => {
  if (Result.isFailure(result)) {
    const { line, problem } = result.failure
    return {
      file,
      verdict: "bad input" as const,
      ...(line > 0 ? { line } : {}),
      problem
    }
  }
  const { format, constants, verdict } = result.success
  const { _tag, ...rest } = verdict
  return { file, verdict: names[_tag], format, constants, ...rest }
}

const names = {
  Accepted: "accepted",
  Rejected: "rejected",
  Undecided: "undecided"
} as const
