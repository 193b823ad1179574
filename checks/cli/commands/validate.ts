/** `bisim validate` */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"
import { protocol } from "../protocols.ts"
import { report } from "./report.ts"
import { running } from "../running.ts"

export const format = Flag.String("format").pipe(
  Flag.withMetavar("NAME"),
  Flag.withDescription("The log's format; else its first line tells"),
  Flag.optional,
  Flag.map(Option.getOrUndefined)
)

export const constants = Flag.String("constants").pipe(
  Flag.withMetavar("FILE|JSON"),
  Flag.withDescription("The model's constants, where the log has them not"),
  Flag.optional,
  Flag.map(Option.getOrUndefined)
)

const flags = {
  protocol,
  files: Argument.String("FILE").pipe(
    Argument.withDescription("Logs, one JSON object a line"),
    Argument.variadic({ min: 1 })
  ),
  format,
  constants,
  arbiter: Flag.Literals("arbiter", ["tlc"]).pipe(
    Flag.withDescription("Ask the spec as well: TLC must come to the same"),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  ),
  report,
  maxStates: Flag.Int("max-states").pipe(
    Flag.filter(
      (n) => n > 0,
      () => "a number above 0"
    ),
    Flag.withMetavar("N"),
    Flag.withDescription("Look at so many states before giving up"),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )
}

export type ValidateInput = Command.Command.Config.Infer<typeof flags>

export const validate = Command.make("validate", flags, (input) =>
  running(
    () => import("../programs/validate.ts"),
    (program) => program.validate(input)
  )
).pipe(
  Command.withDescription(
    "Validate logs: are they behaviours of the protocol?\n\n" +
      "  A log is accepted, rejected (with the first line that no behaviour\n" +
      "  explains, and why) or undecided (with what to log so that it is decided).\n" +
      "  Where a log lacks events, arguments or states, every reading is tried."
  ),
  Command.withShortDescription("Validate logs against a protocol"),
  Command.withExamples([
    {
      command: "bisim validate two-phase-commit run.ndjson",
      description: "A trace of our own format"
    },
    {
      command:
        'bisim validate two-phase-commit log.ndjson --constants \'{"RM": ["a", "b"]}\'',
      description: "Another system's log, which does not tell its constants"
    },
    {
      command: "bisim validate two-phase-commit run.ndjson --arbiter tlc",
      description: "Judged by the twin and by the spec"
    },
    {
      command:
        "bisim validate two-phase-commit run.ndjson --report html=page.html",
      description: "The run as a page, up to the line that is rejected"
    }
  ])
)
