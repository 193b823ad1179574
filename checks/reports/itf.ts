/**
 * A behaviour in Apalache's Informal Trace Format, which other tools open
 * (https://apalache-mc.org/docs/adr/015adr-trace.html).
 */
import type { TlaValue } from "tla2tools-runner"
import type { Variables } from "../check/variables.ts"
import type { Behaviour } from "./behaviour.ts"
import { stepText } from "./change.ts"

const FORMAT = "https://apalache-mc.org/docs/adr/015adr-trace.html"

type Json =
  | boolean
  | number
  | string
  | ReadonlyArray<Json>
  | { readonly [field: string]: Json }

/** A value as the format writes it; its numbers are integers. */
export const itfValue = (value: TlaValue): Json => {
  if (typeof value === "number" || typeof value === "bigint") {
    return { "#bigint": String(value) }
  }
  if (typeof value !== "object") return value
  switch (value._tag) {
    case "ModelValue":
      return value.name
    case "Set":
      return { "#set": value.elements.map(itfValue) }
    case "Tuple":
      return { "#tup": value.elements.map(itfValue) }
    case "Record":
      return valuesOf(value.fields)
    case "Function":
      return {
        "#map": value.entries.map(([from, to]) => [
          itfValue(from),
          itfValue(to)
        ])
      }
  }
}

/** The states of a behaviour; none if the spec's variables are not known. */
export const itf = (behaviour: Behaviour): string | undefined => {
  const { title, facts, steps, states, loop } = behaviour
  if (states === undefined) return undefined
  // The last state of a lasso is the one that it goes back to.
  const shown = typeof loop === "number" ? states.slice(0, -1) : states
  const back = loop === "stuttering" ? states.length - 1 : loop
  const document = {
    "#meta": {
      format: "ITF",
      "format-description": FORMAT,
      description: title,
      ...Object.fromEntries(facts)
    },
    vars: Object.keys(states[0]!),
    states: shown.map((variables, i) => ({
      "#meta": {
        index: i,
        ...(i === 0 ? {} : { action: stepText(steps[i - 1]!) })
      },
      ...valuesOf(variables)
    })),
    ...(back === undefined ? {} : { loop: back })
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

const valuesOf = (values: Variables) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, itfValue(value)])
  )
