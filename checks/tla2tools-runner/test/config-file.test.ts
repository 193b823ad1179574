import { expect, it } from "vitest"
import { temporalProperties } from "../src/config-file.ts"

it("names the temporal properties of a configuration", () => {
  const config = `
    SPECIFICATION Spec \\* PROPERTY Commented
    (* PROPERTIES
       Also *)
    PROPERTIES Live, Fair
      Refines
    INVARIANT TypeOK
    PROPERTY Last`
  expect(temporalProperties(config)).toEqual([
    "Live",
    "Fair",
    "Refines",
    "Last"
  ])
})
