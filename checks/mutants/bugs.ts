/**
 * Known bugs put back, into spec and twin alike, and what notices them. The twin
 * gets other actions; a copy of the spec gets other text.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { configText } from "tla2tools-runner"
import { AllBugs } from "../../protocols/bugs.ts"
import type { Bug, Edit } from "../../protocols/kernel/bug.ts"
import type { Action, Protocol } from "../../protocols/kernel/protocol.ts"
import { checkWithTlc } from "../check/tlc.ts"
import type { CheckReport } from "../check/report.ts"
import { BadInput } from "../models/bad-input.ts"
import { type Model, modelsOf } from "../models/models.ts"
import { ask, asking, factsOf, propertiesOf } from "./ask.ts"

/** A bug by its name, with the module that it is in. */
export interface NamedBug extends Bug {
  readonly name: string
  readonly module: string
}

/** What the explorer says of the twin with a bug in it. */
export interface BugReport {
  readonly bug: NamedBug
  /** The properties of its model that it violates, in their order. */
  readonly violates: ReadonlyArray<string>
  /** States until the property that it is to violate is; none: it is not. */
  readonly length: number | undefined
}

/** The bugs of a module. */
export const bugsOf = (module: string): ReadonlyArray<NamedBug> =>
  Object.entries(AllBugs[module] ?? {}).map(([name, bug]) => ({
    name,
    module,
    ...bug
  }))

/** The protocol with the actions of a bug in place of its own. */
export const withBug = (protocol: Protocol, bug: Bug): Protocol => {
  const exchanged = (actions: Readonly<Record<string, Action>>) =>
    Object.fromEntries(
      Object.entries(actions).map(([name, action]) => [
        name,
        bug.actions[name] ?? action
      ])
    )
  return {
    ...protocol,
    next: exchanged(protocol.next),
    environment: exchanged(protocol.environment)
  }
}

/** The model that a bug names. */
export const modelOf = Effect.fnUntraced(function* (
  folder: string,
  bug: NamedBug
) {
  const models = yield* modelsOf(folder)
  const model = models.find(({ name }) => name === bug.model)
  const problem = model === undefined ? "is not there" : unfit(model, bug)
  if (model === undefined || problem !== undefined) {
    const file = model?.configPath ?? `${bug.model}.cfg`
    return yield* new BadInput({
      file,
      line: 0,
      problem: `${bug.name}: the model ${problem}`
    })
  }
  return model
})

const unfit = (
  model: Model,
  { kills, actions, module }: NamedBug
): string | undefined => {
  const { everyday, protocol, expected } = model
  const names = Object.keys({ ...protocol.next, ...protocol.environment })
  const unknown = Object.keys(actions).find((name) => !names.includes(name))
  if (protocol.module !== module) return `is none of ${module}`
  if (!everyday || expected?.result !== "ok") return "is no everyday one"
  if (unknown !== undefined) return `has no action ${unknown}`
  return propertiesOf(model).includes(kills)
    ? undefined
    : `does not ask for ${kills}`
}

/** Explores the twin with the bug, for each property of its model. */
export const measureBug = Effect.fnUntraced(function* (
  folder: string,
  bug: NamedBug
) {
  const model = yield* modelOf(folder, bug)
  const protocol = withBug(model.protocol, bug)
  const { violated } = yield* factsOf(model, protocol)
  const { finding } = yield* ask(model, protocol, [bug.kills])
  const report: BugReport = {
    bug,
    violates: violated,
    length:
      finding._tag === "Violated"
        ? finding.counterexample.steps.length + 1
        : undefined
  }
  return report
})

/** Checks a copy of the spec with the bug for the property that notices it. */
export const checkBugWithTlc = Effect.fnUntraced(function* (
  folder: string,
  bug: NamedBug
) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const model = yield* modelOf(folder, bug)
  const copy = yield* files.makeTempDirectoryScoped({ prefix: "bug-" })
  yield* files.copy(path.dirname(model.specPath), copy, { overwrite: true })
  yield* Effect.forEach(bug.spec, (edit) => spoil(copy, bug, edit))
  const asked = asking(model, [bug.kills])
  const configPath = path.join(copy, `${model.name}.cfg`)
  yield* files.writeFileString(configPath, yield* configOf(asked))
  const specPath = path.join(copy, path.basename(model.specPath))
  const report: CheckReport = yield* checkWithTlc(
    { ...asked, specPath, configPath },
    { workers: 1, onEvent: () => Effect.void }
  )
  return report
}, Effect.scoped)

const configOf = ({ config }: Model) => {
  const names = (mentions: ReadonlyArray<{ readonly name: string }>) =>
    mentions.map(({ name }) => name)
  return Effect.fromResult(
    configText({
      specification: config.specification?.name ?? "Spec",
      constants: Object.fromEntries(
        config.constants.map(({ name, value }) => [name, value])
      ),
      invariants: names(config.invariants),
      properties: names(config.properties),
      constraints: names(config.constraints),
      checkDeadlock: false
    })
  )
}

/** Replaces a text that must be there, and only once. */
const spoil = Effect.fnUntraced(function* (
  folder: string,
  { name }: NamedBug,
  { module, from, to }: Edit
) {
  const files = yield* FileSystem.FileSystem
  const file = `${folder}/${module}.tla`
  const text = yield* files.readFileString(file)
  const times = text.split(from).length - 1
  if (times !== 1) {
    const problem = `${name}: is there ${times} times, not once: ${from}`
    return yield* new BadInput({ file: `${module}.tla`, line: 0, problem })
  }
  return yield* files.writeFileString(
    file,
    text.replace(from, () => to)
  )
})
