/** Runs TLA+'s SANY and TLC and gives back typed data. */
export type { Abilities } from "./abilities.ts"
export { type Behaviour, parseBehaviour } from "./behaviours.ts"
export { canonical, canonicalState, normalise } from "./canonical.ts"
export {
  type CheckOptions,
  forSeconds,
  type Simulation
} from "./check-options.ts"
export {
  collectResult,
  resultCollector,
  type ResultCollector,
  type RunContext
} from "./collect.ts"
export { configText, type TlcConfig } from "./config-text.ts"
export type { DistributeOptions } from "./distribute.ts"
export type {
  DistributedEvent,
  DistributedResult,
  LostWorker
} from "./distributed.ts"
export {
  CacheUnwritable,
  ConfigInexpressible,
  JarChecksumMismatch,
  JarMissing,
  JarUnusable,
  JavaMissing,
  JavaTooOld,
  knownJar,
  NotDistributable,
  OptionUnsupported,
  RunFailed,
  type SetupError,
  SpecMissing,
  type TlcError
} from "./errors.ts"
export type {
  Coverage,
  ErrorKind,
  ExpressionCoverage,
  Progress,
  TlcEvent,
  TraceState
} from "./events.ts"
export {
  type GraphEdge,
  type GraphNode,
  nodeState,
  parseGraphLine,
  readGraph,
  type StateGraph,
  streamGraph
} from "./graph.ts"
export type { Jar } from "./jar.ts"
export type { Java } from "./java.ts"
export type { ToolMessage } from "./messages.ts"
export { parseValue, type ValueSyntaxError } from "./parse-value.ts"
export { type Phase, phaseWords } from "./phase.ts"
export type {
  TlcProblem,
  TlcResult,
  TlcWarning,
  Trace,
  TraceEnd,
  Verdict
} from "./result.ts"
export type { Observer, ParseOptions, ParseResult } from "./run-tlc.ts"
export { parseSany, type SanyProblem, type SanyReport } from "./sany.ts"
export type { SetupOptions } from "./setup.ts"
export {
  type ActionName,
  type Location,
  parseActionName,
  parseState,
  type StateVariables
} from "./state.ts"
export {
  type SimulateOptions,
  Tla2Tools,
  type Tla2ToolsService
} from "./tla2tools.ts"
export {
  parseToolOutput,
  toolOutputReader,
  type ToolOutputReader
} from "./tool-output.ts"
export type {
  Change,
  TranslateOptions,
  TranslationProblem,
  TranslationResult
} from "./translate.ts"
export {
  functionOf,
  type FunctionValue,
  modelValue,
  type ModelValue,
  record,
  type RecordValue,
  set,
  type SetValue,
  show,
  type TlaValue,
  tuple,
  type TupleValue
} from "./value.ts"
export type { JoinOptions, JoinResult } from "./worker.ts"
