/** `bisim check --coverage`: what each guard of the chosen models is good for. */
import * as Effect from "effect/Effect"
import { type Coverage, measureCoverage, sum } from "../../explorer/coverage.ts"
import type { Limits } from "../../explorer/run.ts"
import type { Model } from "../../models/models.ts"
import { graphsOf } from "../../parity/parity.ts"
import type { Screen } from "../screen.ts"

/** A module, over the different graphs of its models. */
export interface Covered extends Coverage {
  readonly folder: string
  readonly module: string
  readonly models: ReadonlyArray<string>
}

export const cover = Effect.fnUntraced(function* (
  models: ReadonlyArray<Model>,
  limits: Limits,
  screen: Screen
) {
  const modules = Map.groupBy(graphsOf(models), ({ specPath }) => specPath)
  return yield* Effect.forEach([...modules.values()], (graphs) =>
    Effect.map(
      Effect.forEach(graphs, (model) =>
        Effect.andThen(
          screen.progress(`${model.name}, coverage`),
          measureCoverage(model, limits)
        )
      ),
      (all): Covered => ({
        folder: graphs[0]!.folder,
        module: graphs[0]!.protocol.module,
        models: graphs.map(({ name }) => name),
        ...sum(all)
      })
    )
  )
})
