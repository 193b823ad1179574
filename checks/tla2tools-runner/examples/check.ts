/** Checks a counter that is meant to stay below two, and prints why not. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { canonical, Tla2Tools, type TraceState } from "tla2tools-runner"

const folder = `${import.meta.dirname}/../test/specs`

const describe = (state: TraceState): string => {
  const variables = Object.entries(state.variables).map(
    ([name, value]) => `${name} = ${canonical(value)}`
  )
  const action = state.action?.name ?? "initially"
  return `${state.number}. ${action}: ${variables.join(", ")}`
}

const program = Effect.gen(function* () {
  const tools = yield* Tla2Tools
  const result = yield* tools.run({
    spec: `${folder}/Counter.tla`,
    config: `${folder}/Invariant.cfg`,
    fingerprint: 0
  })
  yield* Console.log(`${result.verdict}: ${result.summary}`)
  for (const state of result.trace.states) yield* Console.log(describe(state))
})

await Effect.runPromise(Effect.provide(program, Tla2Tools.layer()))
