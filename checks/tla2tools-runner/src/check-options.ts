/** What TLC is asked to do, and the command line that asks it. */
import * as Effect from "effect/Effect"
import type { Abilities } from "./abilities.ts"
import type { TlcConfig } from "./config-text.ts"
import { OptionUnsupported } from "./errors.ts"

/** Random behaviours instead of an exhaustive search. */
export interface Simulation {
  /** How many behaviours; without a number a simulation would not end. */
  readonly behaviours: number
  /** Longest behaviour, in states; 100 if left out. */
  readonly depth?: number
  /** A 64-bit number; with one worker it fixes the behaviours. */
  readonly seed?: number | bigint
  /** Where to write each behaviour: TLC adds `_<worker>_<number>`. */
  readonly file?: string
}

/** One run of TLC. Only `spec` is needed. */
export interface CheckOptions {
  /** Path of the module, `X.tla`. */
  readonly spec: string
  /**
   * Path of the configuration, or what it says; `X.cfg` beside the module if
   * left out.
   */
  readonly config?: string | TlcConfig
  /** Threads; 1 if left out, which makes traces and depth reproducible. */
  readonly workers?: number | "auto"
  /** Simulate instead of searching breadth-first. */
  readonly simulate?: Simulation
  /**
   * Search depth-first, and again one state deeper, until the behaviours have
   * this many states or nothing new is found. It takes one worker and no
   * temporal properties, and its traces do not name their actions.
   */
  readonly depthFirst?: number
  /** True: states without successors are no errors. */
  readonly ignoreDeadlock?: boolean
  /** True: go on after a violation and report them all. */
  readonly keepGoing?: boolean
  /** True: count how often every action and expression was used. */
  readonly coverage?: boolean
  /**
   * Path of the file to write the state graph to. TLC adds `.dot` to a name
   * without it, and with temporal properties writes `_liveness.dot` beside it.
   */
  readonly dump?: string
  /** Where a counter-example is written by jars that can do so. */
  readonly dumpTrace?: { readonly format: string; readonly path: string }
  /** Index, from 0, of the polynomial that states are hashed with. */
  readonly fingerprint?: number
  /** Maximal heap, as Java writes it: `4g`. */
  readonly heap?: string
  /** Folders in which modules are looked up, after the specification's. */
  readonly libraries?: ReadonlyArray<string>
  /** Other jars, such as the community modules. */
  readonly classpath?: ReadonlyArray<string>
  readonly javaArguments?: ReadonlyArray<string>
  /** Options of TLC that have no field here, as it takes them. */
  readonly tlcArguments?: ReadonlyArray<string>
}

const simulationWords = (simulation: Simulation): ReadonlyArray<string> => [
  "-simulate",
  ...(simulation.file === undefined
    ? [`num=${simulation.behaviours}`]
    : [`file=${simulation.file},num=${simulation.behaviours}`]),
  ...(simulation.depth === undefined
    ? []
    : ["-depth", String(simulation.depth)]),
  ...(simulation.seed === undefined ? [] : ["-seed", String(simulation.seed)])
]

/** Paths of the run, resolved as those in the options are. */
export interface CheckPaths {
  readonly module: string
  readonly config: string
  readonly metadata: string
}

/** Once a minute is the least that TLC offers; it also counts at the end. */
const coverageMinutes = "1"

const words = (
  options: CheckOptions,
  paths: CheckPaths,
  abilities: Abilities
): ReadonlyArray<string> => [
  "-tool",
  "-metadir",
  paths.metadata,
  "-config",
  paths.config,
  "-workers",
  String(options.workers ?? 1),
  ...(options.fingerprint === undefined
    ? []
    : ["-fp", String(options.fingerprint)]),
  ...(options.simulate === undefined ? [] : simulationWords(options.simulate)),
  ...(options.depthFirst === undefined
    ? []
    : ["-dfid", String(options.depthFirst)]),
  ...(options.ignoreDeadlock === true ? ["-deadlock"] : []),
  ...(options.keepGoing === true ? ["-continue"] : []),
  ...(options.coverage === true ? ["-coverage", coverageMinutes] : []),
  ...(options.dump === undefined
    ? []
    : ["-dump", "dot,actionlabels", options.dump]),
  ...(options.dumpTrace === undefined
    ? []
    : ["-dumpTrace", options.dumpTrace.format, options.dumpTrace.path]),
  // Newer jars write a specification of every trace beside the module.
  ...(abilities.options.includes("-noGenerateSpecTE")
    ? ["-noGenerateSpecTE"]
    : []),
  ...(options.tlcArguments ?? []),
  paths.module
]

/**
 * The command line of a run. Fails with `OptionUnsupported` if this jar's TLC
 * does not list one of its options: TLC would stop without checking anything.
 */
export const checkWords = (
  options: CheckOptions,
  paths: CheckPaths,
  abilities: Abilities
): Effect.Effect<ReadonlyArray<string>, OptionUnsupported> => {
  const all = words(options, paths, abilities)
  const own = all.filter((word) => /^-[A-Za-z]/.test(word))
  const unknown = own.find((word) => !abilities.options.includes(word))
  return unknown === undefined
    ? Effect.succeed(all)
    : Effect.fail(
        new OptionUnsupported({ option: unknown, version: abilities.version })
      )
}

/**
 * `javaArguments` for a run of seconds: it is over before Java's second compiler
 * has helped, and before most of what the first compiles has paid.
 */
export const forSeconds: ReadonlyArray<string> = [
  "-XX:TieredStopAtLevel=1",
  "-XX:CompileThresholdScaling=4"
]
