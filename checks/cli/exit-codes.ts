/** What the command's exit codes mean, and which one wins. */
import type { Verdict } from "tla2tools-runner"
import type { Ended } from "../check/report.ts"

export const ExitCode = {
  holds: 0,
  assumption: 10,
  deadlock: 11,
  safety: 12,
  liveness: 13,
  assertion: 14,
  differs: 15,
  rejected: 16,
  undecided: 17,
  usage: 64,
  badInput: 65,
  toolMissing: 69,
  internal: 70,
  interrupted: 130
} as const

/** The most serious first. */
const order: ReadonlyArray<number> = [
  ExitCode.interrupted,
  ExitCode.internal,
  ExitCode.toolMissing,
  ExitCode.badInput,
  ExitCode.usage,
  ExitCode.assumption,
  ExitCode.deadlock,
  ExitCode.safety,
  ExitCode.liveness,
  ExitCode.assertion,
  ExitCode.rejected,
  ExitCode.differs,
  ExitCode.undecided,
  ExitCode.holds
]

/** The code of a command that did several things: that of the worst. */
export const worst = (codes: ReadonlyArray<number>): number =>
  order.find((code) => codes.includes(code)) ?? ExitCode.holds

/**
 * The code of a check by how it ended. TLC ends with an error if it cannot make
 * sense of a spec, and may fail by itself; the explorer does neither.
 */
export const codeOfEnd = (ended: Ended): number => {
  switch (ended) {
    case "ok":
      return ExitCode.holds
    case "vacuous":
    case "incomplete":
      return ExitCode.undecided
    case "error":
      return ExitCode.badInput
    case "failed":
      return ExitCode.internal
    default:
      return ExitCode[ended]
  }
}

/** The code of TLC's verdict; what it cannot evaluate is wrong in the spec. */
export const codeOfVerdict = (verdict: Verdict): number => {
  switch (verdict) {
    case "ok":
      return ExitCode.holds
    case "assumption":
    case "deadlock":
    case "safety":
    case "liveness":
    case "assertion":
      return ExitCode[verdict]
    case "vacuous":
    case "incomplete":
    case "stateSpaceTooLarge":
    case "resources":
    case "killed":
      return ExitCode.undecided
    case "interrupted":
      return ExitCode.interrupted
    case "toolError":
      return ExitCode.internal
    default:
      return ExitCode.badInput
  }
}

/** For `--help`: code and meaning. */
export const meanings: ReadonlyArray<readonly [code: string, text: string]> = [
  ["0", "holds: everything is as it should be"],
  ["10 - 14", "violated: assumption, deadlock, safety, liveness, assertion"],
  ["15", "spec and twin, or figures and manifest, differ"],
  ["16", "a trace is rejected"],
  ["17", "undecided: a limit was reached, or a property says nothing"],
  ["64", "the command line is wrong"],
  ["65", "an input file is wrong"],
  ["69", "Java or TLC is missing"],
  ["70", "an internal error"],
  ["130", "interrupted"]
]

/** How one code is chosen, for `--help`. */
export const precedence =
  "Of several the first counts in the order 70, 69, 65, 64, 10 - 14, 16, 15, 17."
