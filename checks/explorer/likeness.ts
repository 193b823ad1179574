/** The symmetry that a configuration asks for, if it can be one. */
import { canonical, type TlaValue } from "tla2tools-runner"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import type { Assignment, Config, ConfigProblem } from "../models/config.ts"

/** The names that are alike, class by class. */
export const alikeIn = (
  protocol: Protocol,
  config: Config
): ReadonlyArray<ReadonlyArray<string>> =>
  setsOf(protocol, config).map((constant) => elementsOf(constant) ?? [])

/** Why a configuration's symmetry is none, or leaves a question open. */
export const notAlike = (
  protocol: Protocol,
  config: Config
): ConfigProblem | undefined => {
  const { symmetry, properties } = config
  if (symmetry === undefined) return undefined
  const { line, name } = symmetry
  if (!Object.hasOwn(protocol.symmetries ?? {}, name)) {
    const cause = `${name} is not a symmetry of ${protocol.module}'s twin`
    return { line, cause }
  }
  const open = properties.find(
    ({ name }) => !Object.hasOwn(protocol.actionProperties, name)
  )
  if (open !== undefined) {
    const cause = `a symmetry forgets who is who along a behaviour: ${open.name} would not be decided`
    return { line, cause }
  }
  return unlike(config, setsOf(protocol, config))
}

const setsOf = (
  { symmetries = {} }: Protocol,
  { symmetry, constants }: Config
): ReadonlyArray<Assignment> =>
  symmetry === undefined
    ? []
    : constants.filter(({ name }) => symmetries[symmetry.name]?.includes(name))

/** The elements of a set of model values. */
const elementsOf = ({
  value
}: Assignment): ReadonlyArray<string> | undefined => {
  if (typeof value !== "object" || value._tag !== "Set") return undefined
  const names = value.elements.flatMap((element) =>
    typeof element === "object" && element._tag === "ModelValue"
      ? [element.name]
      : []
  )
  return names.length === value.elements.length ? names : undefined
}

/** Whoever is alike must not be named in any other constant. */
const unlike = (
  { constants }: Config,
  sets: ReadonlyArray<Assignment>
): ConfigProblem | undefined => {
  for (const set of sets) {
    const names = elementsOf(set)
    if (names === undefined) {
      const cause = `only model values are alike: ${set.name} needs names without quotes`
      return { line: set.line, cause }
    }
    for (const [i, one] of names.slice(0, -1).entries()) {
      const other = names[i + 1]!
      const found = constants.find(
        ({ value }) =>
          canonical(exchanged(value, one, other)) !== canonical(value)
      )
      if (found === undefined) continue
      const cause = `${found.name} tells ${one} and ${other} apart, which are to be alike`
      return { line: found.line, cause }
    }
  }
  return undefined
}

/** The value in which two model values have changed places. */
const exchanged = (value: TlaValue, one: string, other: string): TlaValue => {
  const inside = (part: TlaValue) => exchanged(part, one, other)
  if (typeof value !== "object") return value
  switch (value._tag) {
    case "ModelValue": {
      const { name } = value
      return {
        ...value,
        name: name === one ? other : name === other ? one : name
      }
    }
    case "Set":
    case "Tuple":
      return { ...value, elements: value.elements.map(inside) }
    case "Record":
      return {
        ...value,
        fields: Object.fromEntries(
          Object.entries(value.fields).map(([name, v]) => [name, inside(v)])
        )
      }
    case "Function":
      return {
        ...value,
        entries: value.entries.map(([at, v]) => [inside(at), inside(v)])
      }
  }
}
