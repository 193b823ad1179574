/** A log, corrupted in every field. */
import * as Effect from "effect/Effect"
import { mutateFile } from "../../../traces/mutate/mutate.ts"
import { report } from "../../../traces/validator/report.ts"
import {
  type SubjectFor,
  subjectsIn
} from "../../../traces/validator/subjects.ts"
import type { Validation } from "../../../traces/validator/validate.ts"
import { root } from "../../models/models.ts"
import type { MutateInput } from "../commands/mutate.ts"
import { ExitCode } from "../exit-codes.ts"
import { print } from "../print.ts"
import { complain, openScreen, type Screen } from "../screen.ts"
import { count } from "../text/figures.ts"
import { mutationLines } from "../text/mutate.ts"
import { chosenFolders } from "./models.ts"
import { sentencesOf } from "./sentences.ts"

export const mutate = Effect.fnUntraced(function* (input: MutateInput) {
  const screen = yield* openScreen
  yield* chosenFolders(input.protocol)
  const subjects = yield* subjectsIn(root)
  const only: SubjectFor = (folder, module) =>
    folder === input.protocol ? subjects(folder, module) : undefined
  const { file, format, constants, seed, max } = input
  const mutation = yield* mutateFile(file, only, {
    seed,
    progress: (tried, all) =>
      tried % 20 === 0
        ? screen.progress(`${count(tried)} of ${count(all)} mutants`)
        : Effect.void,
    ...(format === undefined ? {} : { format }),
    ...(constants === undefined ? {} : { constants }),
    ...(max === undefined ? {} : { max })
  })
  if (mutation._tag === "NotAccepted") {
    const sentence = yield* sentencesOf(subjects(input.protocol)!)
    return yield* tell(screen, file, mutation.validation, sentence)
  }
  const { _tag, ...figures } = mutation
  yield* screen.say(...mutationLines(figures, screen.style))
  const exitCode = ExitCode.holds
  if (screen.json) {
    yield* print({ document: "mutate", version: 1, exitCode, file, ...figures })
  }
  return exitCode
})

/** Tells why a log cannot be mutated: its own verdict. */
const tell = Effect.fnUntraced(function* (
  screen: Screen,
  file: string,
  { verdict }: Validation,
  sentence: (action: string) => string | undefined
) {
  yield* screen.say(...report(verdict, { style: screen.style, sentence }))
  const message = "only a log that is accepted can be mutated"
  yield* complain(`${file}: ${message}`)
  const exitCode =
    verdict._tag === "Rejected" ? ExitCode.rejected : ExitCode.undecided
  const line = "line" in verdict ? { line: verdict.line } : {}
  if (screen.json) {
    const head = { document: "error", version: 1, exitCode } as const
    yield* print({ ...head, message, file, ...line })
  }
  return exitCode
})
