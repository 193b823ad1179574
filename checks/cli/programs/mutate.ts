/** A log, corrupted in every field. */
import * as Effect from "effect/Effect"
import { mutateFile } from "../../../traces/mutate/mutate.ts"
import {
  type SubjectFor,
  subjectsIn
} from "../../../traces/validator/subjects.ts"
import { root } from "../../models/models.ts"
import type { MutateInput } from "../commands/mutate.ts"
import { ExitCode } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen } from "../screen.ts"
import { mutationLines } from "../text/mutate.ts"
import { chosenFolders } from "./models.ts"

export const mutate = Effect.fnUntraced(function* (input: MutateInput) {
  const screen = yield* openScreen
  yield* chosenFolders(input.protocol)
  const subjects = yield* subjectsIn(root)
  const only: SubjectFor = (folder, module) =>
    folder === input.protocol ? subjects(folder, module) : undefined
  const { file, format, constants, seed, max } = input
  yield* screen.progress(`${file} is corrupted`)
  const report = yield* mutateFile(file, only, {
    seed,
    ...(format === undefined ? {} : { format }),
    ...(constants === undefined ? {} : { constants }),
    ...(max === undefined ? {} : { limit: max })
  })
  yield* screen.say(...mutationLines(report, screen.style))
  const exitCode = ExitCode.holds
  if (screen.json) {
    yield* print({ document: "mutate", version: 1, exitCode, file, ...report })
  }
  return exitCode
})
