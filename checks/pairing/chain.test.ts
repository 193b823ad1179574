import { describe, expect, test } from "vitest"
import { chainOf, whole } from "./chain.ts"
import { scanModule } from "./module.ts"

const module = (name: string, above: string) =>
  scanModule({
    path: `${name}.tla`,
    text: [
      `---- MODULE ${name} ----`,
      `EXTENDS ${above}`,
      "",
      `CONSTANT Of${name}`,
      "",
      `In${name} == TRUE`,
      "===="
    ].join("\n")
  })

const base = module("Base", "Naturals")
const left = module("Left", "Base")
const right = module("Right", "Naturals, Base")
const last = module("Last", "Left, Right")
const modules = [last, right, base, left, module("Other", "Base")]

describe("modules that extend each other", () => {
  test("come once each, after what they extend", () => {
    expect(chainOf(modules, last)).toEqual([base, left, right, last])
  })

  test("are read as one, each name where it is", () => {
    const one = whole(modules, last)
    expect(one.name).toBe("Last")
    expect(one.constants.map(({ name }) => name)).toEqual([
      "OfBase",
      "OfLeft",
      "OfRight",
      "OfLast"
    ])
    expect(one.definitions[0]).toMatchObject({
      name: "InBase",
      place: { path: "Base.tla", line: 6 }
    })
  })
})
