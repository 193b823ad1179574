/** Model values and names: a spec may tell them apart, a twin has only names. */
import type { TlaValue } from "tla2tools-runner"
import type { Variables } from "../check/variables.ts"

const named = (value: TlaValue): TlaValue => {
  if (typeof value !== "object") return value
  switch (value._tag) {
    case "ModelValue":
      return value.name
    case "Set":
    case "Tuple":
      return { ...value, elements: value.elements.map(named) }
    case "Record":
      return { ...value, fields: namedIn(value.fields) }
    case "Function":
      return {
        ...value,
        entries: value.entries.map(([at, to]) => [named(at), named(to)])
      }
  }
}

/**
 * The variables with the name of each model value in its place: with
 * `RM = {r1, r2}` a configuration gives the twin the names "r1" and "r2".
 */
export const namedIn = (variables: Variables): Variables =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, named(value)])
  )
