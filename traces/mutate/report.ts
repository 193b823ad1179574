/** What became of the mutants of a log. */
import type { Json } from "./json.ts"
import { firstChanged, type Mutant } from "./mutants.ts"
import type { Kind, Reason } from "./survival.ts"

/** What became of one mutant. */
export type Fate =
  /** Found out: at this line no behaviour goes on (0: at none of them). */
  | { readonly _tag: "Rejected" | "Refused"; readonly line: number }
  | { readonly _tag: "Undecided" }
  | { readonly _tag: "Accepted"; readonly reason: Reason }

/** A mutant and what became of it. */
export interface Tried {
  readonly mutant: Mutant
  readonly fate: Fate
}

/** How the mutants of one field fared. */
export interface FieldScore {
  readonly field: string
  readonly tried: number
  readonly killed: number
  readonly undecided: number
}

/** A mutant that was accepted. */
export interface Survivor {
  readonly line: number
  readonly field: string
  /** Left out for whole lines. */
  readonly from?: Json
  readonly to?: Json
  readonly kind: Kind
  readonly reason: string
}

/** So many mutants were found out so many lines after their corruption. */
export interface Distance {
  readonly lines: number
  readonly killed: number
}

export interface MutationReport {
  /** The name of the format. */
  readonly format: string
  /** The protocol's folder. */
  readonly folder: string
  /** All mutants of the log, of which `tried` were tried. */
  readonly possible: number
  readonly tried: number
  /** Killed because no behaviour is like the log, or because it is no log. */
  readonly rejected: number
  readonly refused: number
  readonly undecided: number
  /** Accepted, and shown to tell of the same run as the log itself. */
  readonly equivalent: number
  /** Killed of those that were tried and are not equivalent, from 0 to 1. */
  readonly rate: number
  /** Killed of all that were tried. */
  readonly rateOfAll: number
  readonly fields: ReadonlyArray<FieldScore>
  /** Nearest first. */
  readonly distances: ReadonlyArray<Distance>
  readonly survivors: ReadonlyArray<Survivor>
}

const ratio = (part: number, whole: number): number =>
  whole === 0 ? 1 : part / whole

const isKilled = ({ fate }: Tried): boolean =>
  fate._tag === "Rejected" || fate._tag === "Refused"

const counting =
  (all: ReadonlyArray<Tried>) =>
  (tag: Fate["_tag"]): number =>
    all.filter(({ fate }) => fate._tag === tag).length

const scores = (all: ReadonlyArray<Tried>): ReadonlyArray<FieldScore> =>
  [...Map.groupBy(all, ({ mutant }) => mutant.field)].map(([field, those]) => ({
    field,
    tried: those.length,
    killed: those.filter(isKilled).length,
    undecided: counting(those)("Undecided")
  }))

const distances = (all: ReadonlyArray<Tried>): ReadonlyArray<Distance> => {
  const found = all.flatMap(({ mutant, fate }) =>
    "line" in fate ? [Math.max(0, fate.line - firstChanged(mutant))] : []
  )
  return [...Map.groupBy(found, (lines) => lines)]
    .map(([lines, those]) => ({ lines, killed: those.length }))
    .sort((a, b) => a.lines - b.lines)
}

const survivor = (mutant: Mutant, reason: Reason): Survivor => ({
  line: mutant.line,
  field: mutant.field,
  ...(mutant._tag === "Field" ? { from: mutant.from, to: mutant.to } : {}),
  kind: reason.kind,
  reason: reason.sentence
})

/** Puts the fates of mutants together. */
export const reportOf = (
  about: Pick<MutationReport, "format" | "folder" | "possible">,
  all: ReadonlyArray<Tried>
): MutationReport => {
  const count = counting(all)
  const killed = all.filter(isKilled).length
  const survivors = all.flatMap(({ mutant, fate }) =>
    fate._tag === "Accepted" ? [survivor(mutant, fate.reason)] : []
  )
  const same = survivors.filter(({ kind }) => kind === "equivalent").length
  return {
    ...about,
    tried: all.length,
    rejected: count("Rejected"),
    refused: count("Refused"),
    undecided: count("Undecided"),
    equivalent: same,
    rate: ratio(killed, all.length - same),
    rateOfAll: ratio(killed, all.length),
    fields: scores(all),
    distances: distances(all),
    survivors
  }
}
