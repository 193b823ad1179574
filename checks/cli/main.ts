#!/usr/bin/env node
/** The command `bisim`: what it offers, and the services that it runs on. */
import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as NodeRuntime from "@effect/platform-node-shared/NodeRuntime"
import * as NodeStdio from "@effect/platform-node-shared/NodeStdio"
import * as NodeTerminal from "@effect/platform-node-shared/NodeTerminal"
import * as CliConfig from "effect/cli/CliConfig"
import * as CliError from "effect/cli/CliError"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { readFileSync } from "node:fs"
import { check } from "./commands/check.ts"
import { doctor } from "./commands/doctor.ts"
import { graph } from "./commands/graph.ts"
import { list } from "./commands/list.ts"
import { mutate } from "./commands/mutate.ts"
import { pairing } from "./commands/pairing.ts"
import { parity } from "./commands/parity.ts"
import { schema } from "./commands/schema.ts"
import { tla } from "./commands/tla.ts"
import { validate } from "./commands/validate.ts"
import { ExitCode } from "./exit-codes.ts"
import { Json } from "./json.ts"
import { presenter } from "./presenter.ts"

const { version } = JSON.parse(
  readFileSync(`${import.meta.dirname}/../../package.json`, "utf8")
) as { readonly version: string }

const bisim = Command.make("bisim").pipe(
  Command.withDescription(
    "Check protocols that exist twice, as a TLA+ spec and as a TypeScript twin"
  ),
  Command.withSubcommands([
    list,
    check,
    parity,
    pairing,
    validate,
    mutate,
    graph,
    tla,
    doctor,
    schema
  ]),
  Command.withGlobalFlags([Json])
)

const { Help, Version, Completions, LogLevel } = GlobalFlag

const services = Layer.mergeAll(
  Layer.provideMerge(
    NodeChildProcessSpawner.layer,
    Layer.mergeAll(
      NodeFileSystem.layer,
      NodePath.layer,
      NodeStdio.layer,
      NodeTerminal.layer
    )
  ),
  CliConfig.layer({ builtIns: [Help, Version, Completions, LogLevel] }),
  CliOutput.layerPresenter(presenter),
  Logger.layer([Logger.withConsoleError(Logger.formatSimple)])
)

// A reader such as `head` may leave before all is said.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
  process.exit()
})

bisim.pipe(
  Command.run({ version }),
  Effect.catchIf(CliError.isCliError, () =>
    Effect.sync(() => {
      process.exitCode = ExitCode.usage
    })
  ),
  Effect.provide(services),
  NodeRuntime.runMain({ disableErrorReporting: true })
)
