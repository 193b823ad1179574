/** `bisim mutate` */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"
import { protocol } from "../protocols.ts"
import { running } from "../running.ts"
import { constants, format } from "./validate.ts"

const flags = {
  protocol,
  file: Argument.String("FILE").pipe(
    Argument.withDescription("A log that is accepted")
  ),
  format,
  constants,
  seed: Flag.Int("seed").pipe(
    Flag.withMetavar("N"),
    Flag.withDescription("The same seed gives the same corruptions"),
    Flag.withDefault(1)
  ),
  max: Flag.Int("max").pipe(
    Flag.filter(
      (n) => n > 0,
      () => "a number above 0"
    ),
    Flag.withMetavar("N"),
    Flag.withDescription("Try so many corruptions at most"),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )
}

export type MutateInput = Command.Command.Config.Infer<typeof flags>

export const mutate = Command.make("mutate", flags, (input) =>
  running(
    () => import("../programs/mutate.ts"),
    (program) => program.mutate(input)
  )
).pipe(
  Command.withDescription(
    "Corrupt an accepted log: how much of it does its validation look at?\n\n" +
      "  Every field is corrupted, one at a time, and the log is validated again.\n" +
      "  What is still accepted is listed, with the reason."
  ),
  Command.withShortDescription("Corrupt a log to see what validation notices"),
  Command.withExamples([
    {
      command:
        "bisim mutate two-phase-commit traces/two-phase-commit/everyone_commits.ndjson"
    }
  ])
)
