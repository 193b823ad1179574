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
    Flag.withDescription("The same seed draws the same mutants"),
    Flag.withDefault(1)
  ),
  max: Flag.Int("max").pipe(
    Flag.filter(
      (n) => n > 0,
      () => "a number above 0"
    ),
    Flag.withMetavar("N"),
    Flag.withDescription(
      "Try so many mutants at most; else 2,000, fewer of long logs"
    ),
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
      "  Every field is corrupted, one at a time, with other values of its kind;\n" +
      "  lines are dropped, repeated and swapped. Each of these mutants is\n" +
      "  validated. What is still accepted is listed, with the reason.\n" +
      "  The exit code is 0 whatever the kill rate: that is for you to judge."
  ),
  Command.withShortDescription("Corrupt a log to see what validation notices"),
  Command.withExamples([
    {
      command: "bisim mutate two-phase-commit run.ndjson",
      description: "The kill rate, and what survives"
    },
    {
      command: "bisim mutate two-phase-commit run.ndjson --max 100 --seed 7",
      description: "A sample of a hundred mutants, another one for each seed"
    }
  ])
)
