/**
 * TLC as the arbiter: the spec itself is asked whether it has a behaviour that
 * the log tells of. Its answer must be that of the twin.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Runtime from "effect/Runtime"
import * as Schema from "effect/Schema"
import {
  forSeconds,
  Tla2Tools,
  type TlcError,
  type TlcResult
} from "tla2tools-runner"
import type { BadInput } from "../../checks/models/bad-input.ts"
import type { Subject } from "../adapters/adapter.ts"
import { type Machine, machineOf } from "../validator/machine.ts"
import type { FileOptions } from "../validator/open.ts"
import { openFile } from "../validator/open.ts"
import type { Collected } from "../validator/reading.ts"
import type { SubjectFor } from "../validator/subjects.ts"
import {
  readOpen,
  type Validation,
  validateOpen
} from "../validator/validate.ts"
import type { Verdict } from "../validator/verdict.ts"
import { INVARIANT, traceModule } from "./module.ts"
import { specText } from "./spec-text.ts"
import { withStates } from "./states.ts"

/** What TLC says of a log. */
export type Ruling =
  | { readonly _tag: "Accepted"; readonly distinct: number }
  /** No behaviour gets past so many events. */
  | {
      readonly _tag: "Rejected"
      readonly consumed: number
      readonly distinct: number
    }
  /** Too large, too slow, or the module cannot ask for all that the log says. */
  | { readonly _tag: "Undecided"; readonly cause: string }

/** The spec and its twin judge a log differently: one of them is wrong. */
export class Disagreement extends Schema.TaggedError<Disagreement>()(
  "Disagreement",
  { file: Schema.String, twin: Schema.String, spec: Schema.String }
) {
  override readonly [Runtime.errorExitCode] = 70
  override get message(): string {
    const { file, twin, spec } = this
    const both = `The twin: ${twin}. The spec (TLC): ${spec}.`
    return `${file}: twin and spec disagree. ${both}`
  }
}

/** TLC could not judge: the module that was made for it is wrong. */
export class ArbiterFailed extends Schema.TaggedError<ArbiterFailed>()(
  "ArbiterFailed",
  { file: Schema.String, problem: Schema.String }
) {
  override readonly [Runtime.errorExitCode] = 70
  override get message(): string {
    return `${this.file}: TLC could not judge the log: ${this.problem}`
  }
}

export interface ArbiterOptions extends FileOptions {
  readonly budget?: number
  /** Longer logs are not given to TLC; 2,000 events if left out. */
  readonly maxEvents?: number
  /** TLC is stopped after so many seconds; 120 if left out. */
  readonly seconds?: number
}

/** Both judgements of one log. */
export interface Arbitration extends Validation {
  readonly ruling: Ruling
}

const rulingOf = (
  file: string,
  { verdict, properties, depth, distinct, summary }: TlcResult
): Effect.Effect<Ruling, ArbiterFailed> => {
  const states = distinct ?? 0
  if (verdict === "safety" && properties.includes(INVARIANT)) {
    return Effect.succeed({ _tag: "Accepted", distinct: states })
  }
  return verdict === "ok" && depth !== null
    ? Effect.succeed({
        _tag: "Rejected",
        // The initial state is the first of the depth.
        consumed: depth - 1,
        distinct: states
      })
    : Effect.fail(new ArbiterFailed({ file, problem: summary }))
}

/** A ruling, and the lines of which TLC was asked less than they say. */
interface Ruled {
  readonly ruling: Ruling
  readonly weaker: ReadonlyArray<number>
}

const unasked = (cause: string): Ruled => ({
  ruling: { _tag: "Undecided", cause },
  weaker: []
})

/** Asks TLC about the steps of a log. `root` holds the folder `spec/`. */
const rule = Effect.fnUntraced(function* (
  file: string,
  root: string,
  { folder, protocol }: Subject,
  machine: Machine,
  { observations }: Collected,
  { maxEvents = 2000, seconds = 120 }: ArbiterOptions
) {
  if (observations.length > maxEvents) {
    return unasked(`the log has more than ${maxEvents} events`)
  }
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const tools = yield* Tla2Tools
  const specs = path.resolve(root, "spec", folder)
  const spec = yield* specText(specs, protocol.module)
  const { name, module, config, weaker } = traceModule(
    machine,
    spec,
    withStates(machine, observations)
  )
  const place = yield* files.makeTempDirectoryScoped({ prefix: "bisim-trace-" })
  const modulePath = path.join(place, `${name}.tla`)
  yield* files.writeFileString(modulePath, module)
  yield* files.writeFileString(path.join(place, `${name}.cfg`), config)
  const result = yield* tools
    .run({
      spec: modulePath,
      libraries: [specs],
      fingerprint: 0,
      javaArguments: forSeconds
    })
    .pipe(Effect.timeoutOption(Duration.seconds(seconds)))
  return Option.isSome(result)
    ? { ruling: yield* rulingOf(file, result.value), weaker }
    : unasked(`TLC had no answer after ${seconds} s`)
}, Effect.scoped)

/** Of the steps that TLC is asked about, so many have a behaviour. */
const matched = (
  verdict: Verdict,
  { observations, contradiction }: Collected
): number | undefined => {
  switch (verdict._tag) {
    case "Accepted":
      return observations.length
    case "Undecided":
      return undefined
    case "Rejected":
      // What contradicts itself is not for the spec to judge.
      return contradiction?.observation.line === verdict.line
        ? observations.length
        : verdict.consumed
  }
}

const said = (consumed: number, events: number): string =>
  consumed === events
    ? "all events are steps"
    : `only the first ${consumed} events are steps`

/** The ruling, if it agrees with the verdict or cannot be held against it. */
const compared = (
  file: string,
  verdict: Verdict,
  collected: Collected,
  { ruling, weaker }: Ruled
): Effect.Effect<Ruling, Disagreement> => {
  const twin = matched(verdict, collected)
  if (twin === undefined || ruling._tag === "Undecided") {
    return Effect.succeed(ruling)
  }
  const events = collected.observations.length
  const spec = ruling._tag === "Accepted" ? events : ruling.consumed
  if (twin === spec) return Effect.succeed(ruling)
  const [line] = weaker
  if (spec > twin && line !== undefined) {
    const why = "a module cannot tell which message an action receives"
    const cause = `of line ${line} TLC was asked less than it says: ${why}`
    return Effect.succeed({ _tag: "Undecided", cause })
  }
  return Effect.fail(
    new Disagreement({
      file,
      twin: said(twin, events),
      spec: said(spec, events)
    })
  )
}

/**
 * Validates a file with the twin and with TLC; `root` holds the folder `spec/`.
 * It fails with `Disagreement` if they do not say the same.
 */
export const arbitrate = (
  file: string,
  root: string,
  subjectFor: SubjectFor,
  options: ArbiterOptions = {}
): Effect.Effect<
  Arbitration,
  BadInput | Disagreement | ArbiterFailed | TlcError | PlatformError,
  FileSystem.FileSystem | Path.Path | Tla2Tools
> =>
  Effect.gen(function* () {
    const opened = yield* openFile(file, subjectFor, options)
    const validation = yield* validateOpen(file, opened, options)
    const collected = yield* readOpen(file, opened)
    const { subject } = opened
    const machine = machineOf(subject.protocol, validation.constants)
    const ruled = yield* rule(file, root, subject, machine, collected, options)
    const { verdict } = validation
    const ruling = yield* compared(file, verdict, collected, ruled)
    return { ...validation, ruling }
  })
