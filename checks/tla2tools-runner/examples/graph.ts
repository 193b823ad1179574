/** Prints the state graph of a counter, one step a line. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { canonical, nodeState, Tla2Tools } from "tla2tools-runner"

const folder = `${import.meta.dirname}/../test/specs`

const program = Effect.gen(function* () {
  const tools = yield* Tla2Tools
  const { graph } = yield* tools.graph({
    spec: `${folder}/Counter.tla`,
    config: `${folder}/Ok.cfg`
  })
  const count = (id: string): string =>
    canonical(nodeState(graph.nodes.get(id)!).variables["count"]!)
  for (const { label, source, target } of graph.edges) {
    yield* Console.log(`${count(source)} ${label} ${count(target)}`)
  }
})

await Effect.runPromise(Effect.provide(program, Tla2Tools.layer()))
