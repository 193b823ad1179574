/** Lists of names and sentences, the spec's against the twin's. */
import type { Definition, Named, Place } from "./module.ts"
import { declaration, placeOf, type Twin } from "./twin.ts"

/** Where spec and twin disagree, and in a sentence how. */
export interface Difference {
  readonly _tag: Aspect
  readonly spec: Place
  readonly twin: Place
  readonly sentence: string
}

export type Aspect =
  | "Module"
  | "Action"
  | "Guard"
  | "Sentence"
  | "Property"
  | "Variable"
  | "Constant"
  | "Fairness"
  | "Message"

/** What both sides name, and where one that is missing there should be. */
export interface Names {
  readonly _tag: Aspect
  /** One of them, in words. */
  readonly what: string
  readonly spec: ReadonlyArray<Named>
  readonly twin: ReadonlyArray<Named>
  readonly whole: { readonly spec: Place; readonly twin: Place }
}

/** Names on one side only, or in another order. */
export const compareNames = ({
  _tag,
  what,
  spec,
  twin,
  whole
}: Names): ReadonlyArray<Difference> => {
  const isIn = (some: ReadonlyArray<Named>) => (one: Named) =>
    some.some(({ name }) => name === one.name)
  const isOurs = isIn(spec)
  const isTheirs = isIn(twin)
  const theirs = twin.filter(isOurs)
  const moved = spec
    .filter(isTheirs)
    .map((ours, i) => ({ ours, other: theirs[i] }))
    .find(({ ours, other }) => ours.name !== other?.name)
  const tell = (places: Partial<typeof whole>, name: string, how: string) => ({
    _tag,
    ...whole,
    ...places,
    sentence: `${what} ${name} ${how}`
  })
  return [
    ...spec
      .filter((one) => !isTheirs(one))
      .map((s) => tell({ spec: s.place }, s.name, "is in the spec only")),
    ...twin
      .filter((one) => !isOurs(one))
      .map((t) => tell({ twin: t.place }, t.name, "is in the twin only")),
    ...(moved === undefined
      ? []
      : [
          tell(
            { spec: moved.ours.place, twin: moved.other?.place ?? whole.twin },
            moved.ours.name,
            `stands where the twin has ${moved.other?.name ?? "nothing more"}`
          )
        ])
  ]
}

/** The sentences of what both sides define; a property's says why. */
export const compareSentences = (
  definitions: ReadonlyArray<Definition>,
  twin: Twin,
  needsWhy: boolean
): ReadonlyArray<Difference> =>
  definitions.flatMap(({ name, place, sentence }) => {
    const theirs = declaration(twin, name)?.sentence ?? ""
    const problem =
      sentence !== theirs
        ? `is told as "${sentence}" in the spec, as "${theirs}" in the twin`
        : sentence === ""
          ? "has no sentence"
          : needsWhy && !sentence.includes("Why: ")
            ? "does not say why it holds"
            : undefined
    return problem === undefined
      ? []
      : [
          {
            _tag: "Sentence",
            spec: place,
            twin: declaration(twin, name)?.place ?? placeOf(twin, name),
            sentence: `${name} ${problem}`
          }
        ]
  })
