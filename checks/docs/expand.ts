/** What a marker stands for. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import * as Result from "effect/Result"
import { AllUnnoticed } from "../../protocols/unnoticed.ts"
import { root } from "../models/models.ts"
import { bugsOf, measureBug } from "../mutants/bugs.ts"
import { measureFairness } from "../mutants/fairness.ts"
import { breakWithout, guardsOf, measureGuards } from "../mutants/guards.ts"
import {
  normalise,
  parseCommand,
  type Ran,
  runCommand,
  TOOL_MISSING
} from "./commands.ts"
import type { Found } from "./definitions.ts"
import { findNamed, findPair, type Pair } from "./library.ts"
import type { Marker } from "./page.ts"
import {
  bugTable,
  fairnessTable,
  guardTable,
  stateTable,
  storyTable,
  unreasoned
} from "./tables.ts"

/** What follows a marker, or why that cannot be told on this machine. */
export type Expansion =
  | { readonly _tag: "Lines"; readonly lines: ReadonlyArray<string> }
  | { readonly _tag: "Kept"; readonly notice?: string }

/** Everything that markers are expanded with. */
export interface Context {
  readonly pairs: ReadonlyArray<Pair>
  readonly run: typeof runCommand
  /** True: a tool that is missing is a fault. */
  readonly requireTools: boolean
}

const fail = (problem: string) => Effect.fail(problem)

const lines = (all: ReadonlyArray<string>): Expansion => ({
  _tag: "Lines",
  lines: all
})

const kept = (notice: string): Expansion => ({ _tag: "Kept", notice })

const block = ({ path, lines }: Found): ReadonlyArray<string> => [
  path.endsWith(".tla") ? "```tla" : "```ts",
  ...lines,
  "```"
]

const pair = (context: Context, argument: string) => {
  const [folder = "", name = "", ...rest] = argument.split(" ")
  if (name === "" || rest.length > 0) {
    return fail("write: pair FOLDER NAME, or pair FOLDER MODULE!NAME")
  }
  return Effect.map(
    Effect.fromResult(findPair(context.pairs, folder, name)),
    (both) => lines([...block(both.spec), "", ...block(both.twin)])
  )
}

const include = Effect.fnUntraced(function* (_: Context, argument: string) {
  const [path = "", name = "", ...rest] = argument.split("#")
  if (name === "" || rest.length > 0) {
    return yield* fail("write: include PATH#NAME")
  }
  const files = yield* FileSystem.FileSystem
  const text = yield* files
    .readFileString(`${root}/${path}`)
    .pipe(Effect.mapError(() => `${path} cannot be read`))
  const found = yield* Effect.fromResult(findNamed({ path, text }, name))
  return lines(block(found))
})

const ofModule = (context: Context, argument: string) => {
  const [folder = "", name = "", ...rest] = argument.split(" ")
  const found = context.pairs.find(
    (p) => p.folder === folder && p.protocol.module === name
  )
  return found === undefined || rest.length > 0
    ? Result.fail(`${argument} is no FOLDER MODULE of a protocol`)
    : Result.succeed(found)
}

const state = (context: Context, argument: string) =>
  Effect.map(Effect.fromResult(ofModule(context, argument)), (found) =>
    lines(stateTable(found))
  )

const guards = Effect.fnUntraced(function* (
  context: Context,
  argument: string
) {
  const { folder, protocol } = yield* Effect.fromResult(
    ofModule(context, argument)
  )
  const reports = yield* measureGuards(folder, protocol.module).pipe(
    Effect.mapError(String)
  )
  if (reports.length === 0) {
    return yield* fail(`there is no guard to measure in ${argument}`)
  }
  const reasons = AllUnnoticed[protocol.module] ?? {}
  const wrong = unreasoned(reports, reasons)
  return wrong.length === 0
    ? lines(guardTable(reports, reasons))
    : yield* fail(wrong.join("; "))
})

const bugs = Effect.fnUntraced(function* (context: Context, argument: string) {
  const { folder, protocol } = yield* Effect.fromResult(
    ofModule(context, argument)
  )
  const known = bugsOf(protocol.module)
  const reports = yield* Effect.forEach(known, (bug) =>
    measureBug(folder, bug)
  ).pipe(Effect.mapError(String))
  return reports.length === 0
    ? yield* fail(`there is no known bug of ${argument}`)
    : lines(bugTable(reports))
})

const fairness = Effect.fnUntraced(function* (
  context: Context,
  argument: string
) {
  const { folder, protocol } = yield* Effect.fromResult(
    ofModule(context, argument)
  )
  const reports = yield* measureFairness(folder, protocol).pipe(
    Effect.mapError(String)
  )
  return reports.length === 0
    ? yield* fail(`nothing is fair in ${argument}`)
    : lines(fairnessTable(reports))
})

const without = Effect.fnUntraced(function* (
  context: Context,
  argument: string
) {
  const [folder, module, name = "", property = ""] = argument.split(" ")
  const { protocol } = yield* Effect.fromResult(
    ofModule(context, `${folder} ${module}`)
  )
  const guard = guardsOf(protocol).find(
    ({ action, guard }) => `${action}.${guard}` === name
  )
  if (guard === undefined) return yield* fail(`${name} is no guard`)
  const story = yield* breakWithout(
    folder!,
    protocol.module,
    guard,
    property
  ).pipe(Effect.mapError(String))
  return story === undefined
    ? yield* fail(`without ${name} nothing breaks ${property || "a property"}`)
    : lines(storyTable(story))
})

const run = Effect.fnUntraced(function* (context: Context, argument: string) {
  const command = parseCommand(argument)
  if (command === undefined) {
    return yield* fail("write: run npx bisim ..., and (exit N) if not 0")
  }
  const ran = yield* context.run(command)
  if (ran.exitCode === command.exitCode) {
    const shown = normalise(ran.output)
    return shown.join("") === ""
      ? yield* fail(`${command.shown} prints nothing`)
      : lines(["```console", `$ ${command.shown}`, ...shown, "```"])
  }
  return ran.exitCode === TOOL_MISSING && !context.requireTools
    ? kept(`not checked, for want of a tool: ${command.shown}`)
    : yield* fail(unexpected(command.exitCode, ran))
})

const unexpected = (wanted: number, { exitCode, output }: Ran): string =>
  `exit code ${wanted} expected, ${exitCode} found:\n${output.trim()}`

/** Written by hand, or by another tool. */
const foreign = () => Effect.succeed<Expansion>({ _tag: "Kept" })

const kinds = {
  pair,
  include,
  state,
  guards,
  bugs,
  fairness,
  without,
  run,
  bench: foreign
}

export type Kind = keyof typeof kinds

export const isKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind)

/** Expands one marker; a failure says what is wrong with it. */
export const expand = (
  context: Context,
  { kind, argument }: Marker
): Effect.Effect<Expansion, string, FileSystem.FileSystem | Path.Path> =>
  isKind(kind)
    ? kinds[kind](context, argument)
    : Effect.fail(
        kind === "end" ? "an end without a marker" : `${kind} is no marker`
      )
