/** A random system as the modules and the configuration that TLC reads. */
import {
  fairActions,
  livenessForms,
  places,
  type Question,
  type System
} from "./system.ts"

const frame = (name: string, extended: string, body: ReadonlyArray<string>) =>
  [
    `---- MODULE ${name} ----`,
    `EXTENDS ${extended}`,
    "",
    ...body,
    "====",
    ""
  ].join("\n")

const functionOf = (
  entries: ReadonlyArray<readonly [from: string | number, to: string]>
): string =>
  entries.map(([from, to]) => `${JSON.stringify(from)} :> ${to}`).join(" @@ ")

const way = (to: ReadonlyArray<number>): string =>
  functionOf(to.map((n, from) => [from, n < 0 ? "None" : String(n)] as const))

const setOf = (elements: ReadonlyArray<string>): string =>
  `{${elements.join(", ")}}`

const pairs = (all: System["jumps"]): string =>
  setOf(all.map(([a, b]) => `<<${a}, ${b}>>`))

const names = (all: ReadonlyArray<string>): string =>
  setOf(all.map((name) => JSON.stringify(name)))

/** The module `Tables` that `Walkers.tla` extends. */
export const tablesModule = (system: System): string => {
  const { walkers } = system
  return frame("Tables", "Integers, TLC", [
    "None == -1",
    `IsBag == ${String(system.isBag).toUpperCase()}`,
    `Breath == ${functionOf(
      walkers.map((w, i) => [w, String(system.breath[i])] as const)
    )}`,
    `Later == ${functionOf(
      walkers.map((w) => [w, names(walkers.filter((v) => v > w))] as const)
    )}`,
    `Walk == ${way(system.walk)}`,
    `Jumps == ${pairs(system.jumps)}`,
    `Speak == ${way(system.speak)}`,
    `Listen == ${way(system.listen)}`,
    `Gather == ${way(system.gather)}`,
    `Carry == ${way(system.carry)}`,
    `Calls == ${pairs(system.calls)}`,
    `Beyond == ${way(system.beyond)}`,
    `Opening == ${way(system.opening)}`,
    `Shutting == ${way(system.shutting)}`,
    `Unsafe == ${pairs(system.unsafe)}`,
    `Forbidden == ${pairs(system.forbidden)}`,
    `Outside == ${pairs(system.outside)}`,
    `Beginning == ${pairs(system.beginning)}`,
    `Ending == ${pairs(system.ending)}`,
    `Loudest == ${system.loudest}`
  ])
}

/** The module that is checked: the walkers, and which steps are fair. */
export const fairModule = ({ fair }: System): string => {
  const conjuncts = fairActions.flatMap((name) => {
    const operator = { no: [], weakly: ["WF"], strongly: ["SF"] }[fair[name]]
    return operator.map(
      (f) => `    /\\ \\A w \\in Walker : ${f}_vars(${name}(w))`
    )
  })
  return frame("MCWalkers", "Walkers", [
    "FairSpec ==",
    "    /\\ Spec",
    ...conjuncts
  ])
}

const isLiveness = (about: Question["about"]): boolean =>
  livenessForms.some((form) => form === about)

/** The configuration, for both engines. */
export const configuration = ({ walkers, question }: System): string => {
  const { about, bounded } = question
  const property = about === "Orderly" || isLiveness(about)
  return [
    `SPECIFICATION ${isLiveness(about) ? "FairSpec" : "Spec"}`,
    "CONSTANTS",
    `    Walker = ${names(walkers)}`,
    `    Place = ${setOf(places.map(String))}`,
    `INVARIANTS TypeOK ${about === "Safe" ? about : ""}`,
    ...(property ? [`PROPERTIES ${about}`] : []),
    ...(bounded ? ["CONSTRAINT Near"] : []),
    `CHECK_DEADLOCK ${about === "Deadlock" ? "TRUE" : "FALSE"}`,
    ""
  ].join("\n")
}
