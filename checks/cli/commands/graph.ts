/** `bisim graph` */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import { running } from "../running.ts"

const parts = {
  model: Argument.String("MODEL").pipe(
    Argument.withDescription("Which model, as `bisim list` names it")
  ),
  file: Argument.String("FILE").pipe(
    Argument.withDescription("The picture, such as graph.svg")
  )
}

export type GraphInput = Command.Command.Config.Infer<typeof parts>

export const graph = Command.make("graph", parts, (input) =>
  running(
    () => import("../programs/graph.ts"),
    (program) => program.graph(input)
  )
).pipe(
  Command.withDescription(
    "Draw the state graph of a small model as SVG\n\n" +
      "  States are as far down as they are steps away from the initial one; what\n" +
      "  is bold has changed. A tooltip tells all of a state, or of a step."
  ),
  Command.withShortDescription("Draw the state graph of a small model"),
  Command.withExamples([
    {
      command: "bisim graph MCTransactionCommit graph.svg",
      description: "Its 34 states"
    }
  ])
)
