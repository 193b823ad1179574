/**
 * Runs TLC on a specification without an end, with the folder in its first
 * argument as temporary folder, and prints the JVM's process id once TLC is
 * searching. Ended by the test that starts it.
 */
import * as NodeRuntime from "@effect/platform-node-shared/NodeRuntime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Tla2Tools } from "../../src/index.ts"
import { specs } from "../fixtures.ts"

const temporaryFolder = process.argv[2]!

const program = Effect.gen(function* () {
  const tools = yield* Tla2Tools
  let processId: number | null = null
  const spec = `${specs}/Endless.tla`
  yield* Stream.runForEach(tools.check({ spec }), (event) =>
    Effect.sync(() => {
      if (event._tag === "Started") processId = event.processId
      if (event._tag === "InitialStates") process.stdout.write(`${processId}\n`)
    })
  )
})

NodeRuntime.runMain(
  Effect.provide(program, Tla2Tools.layer({ temporaryFolder }))
)
