/** The state graph of a model, as a picture. */
import * as Effect from "effect/Effect"
import { countSteps, stateGraph } from "../../reports/graph/states.ts"
import { svg } from "../../reports/graph/svg.ts"
import type { GraphInput } from "../commands/graph.ts"
import { ExitCode } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen } from "../screen.ts"
import { plural } from "../text/figures.ts"
import { chosenModels } from "./models.ts"
import { writeFile } from "./reports.ts"

export const graph = Effect.fnUntraced(function* (input: GraphInput) {
  const screen = yield* openScreen
  const [model] = yield* chosenModels(undefined, input.model)
  const drawn = yield* Effect.fromResult(stateGraph(model!))
  const { file } = input
  yield* writeFile(file, svg(drawn, model!.name))
  const [states, steps] = [drawn.nodes.length, countSteps(drawn)]
  const counts = `${plural(states, "state")}, ${plural(steps, "step")}`
  yield* screen.say(`${file} is written: ${counts}.`)
  if (screen.json) {
    yield* print({
      document: "graph",
      version: 1,
      exitCode: ExitCode.holds,
      model: model!.name,
      file,
      states,
      steps
    })
  }
  return ExitCode.holds
})
