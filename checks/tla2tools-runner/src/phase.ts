/** How far a run has come. */
import type { TlcEvent } from "./events.ts"

/** What TLC does; `trace` is the telling of a violation and its trace. */
export type Phase =
  | "starting"
  | "parsing"
  | "initialStates"
  | "search"
  | "liveness"
  | "trace"
  | "finishing"

/** The phase in words that follow "while". */
export const phaseWords: Readonly<Record<Phase, string>> = {
  starting: "starting",
  parsing: "parsing",
  initialStates: "computing initial states",
  search: "searching",
  liveness: "checking temporal properties",
  trace: "telling the trace of an error",
  finishing: "finishing"
}

/** The phase that an event begins, or null if it begins none. */
export const phaseBegun = (event: TlcEvent): Phase | null => {
  switch (event._tag) {
    case "Started":
      return "parsing"
    case "Parsed":
      return "initialStates"
    case "InitialStates":
    case "Progress":
      return "search"
    case "Temporal":
      return event.phase === "started" ? "liveness" : "search"
    case "Error":
      return "trace"
    case "Statistics":
    case "Finished":
      return "finishing"
    default:
      return null
  }
}
