/** `bisim parity` */
import * as Command from "effect/cli/Command"
import { anyProtocol } from "../protocols.ts"
import { running } from "../running.ts"
import { model } from "./check.ts"

const flags = { protocol: anyProtocol, model }

export type ParityInput = Command.Command.Config.Infer<typeof flags>

export const parity = Command.make("parity", flags, (input) =>
  running(
    () => import("../programs/parity.ts"),
    (program) => program.parity(input)
  )
).pipe(
  Command.withDescription(
    "Compare spec and twin: have they the same state graph?\n\n" +
      "  TLC generates the graph of the spec, the explorer that of the twin. Counts\n" +
      "  are compared, and for models that are not large every state and every\n" +
      "  step. The first difference comes with the shortest way to it."
  ),
  Command.withShortDescription("Compare the state graphs of spec and twin"),
  Command.withExamples([
    { command: "bisim parity", description: "Every graph that is not large" },
    {
      command: "bisim parity --model MCTwoPhaseCommit_Large_8",
      description: "The counts of a large one"
    }
  ])
)
