/** TLC for tests: absent on a machine without Java, required in CI. */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { Tla2Tools } from "tla2tools-runner"
import type { Model } from "../../models/models.ts"

const required = process.env["BISIM_REQUIRE_TLC"] === "1"

const files = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

const services = Layer.merge(files, Tla2Tools.layer({ fetch: required }))

const runtime = ManagedRuntime.make(services)

const missing: string | undefined = await runtime.runPromise(Tla2Tools).then(
  () => undefined,
  (error: Error) => error.message
)
if (missing !== undefined && !required) {
  console.warn(`Tests that run TLC are skipped: ${missing}`)
}

/** Skip a test that runs TLC? Never where TLC is required. */
export const withoutTlc = missing !== undefined && !required

/** Does TLC see the whole graph on its way to a verdict? One run is enough. */
export const seesGraph = ({ everyday, expected, config }: Model): boolean =>
  everyday && expected?.result === "ok" && config.symmetry === undefined

/** Runs a program that needs files and paths only. */
export const runWithFiles = <A, E>(
  program: Effect.Effect<A, E, Layer.Success<typeof files>>
): Promise<A> => Effect.runPromise(Effect.provide(program, files))

/** Runs a program that needs files, paths and TLC. */
export const run = <A, E>(
  program: Effect.Effect<A, E, Layer.Success<typeof services>>
): Promise<A> => runtime.runPromise(program)
