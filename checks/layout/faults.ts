/**
 * Code that the linter refuses, line by line, each with the rule that it
 * breaks; `null` marks its lawful neighbours.
 */
export type Faults = Readonly<
  Record<string, ReadonlyArray<readonly [code: string, rule: string | null]>>
>

const imports = "no-restricted-imports"
const globals = "no-restricted-globals"

const impure = [
  ['export * as Effect from "effect/Effect"', imports],
  ['export * as Clock from "effect/Clock"', imports],
  ['export * as Random from "effect/Random"', imports],
  ['export { Result } from "effect"', imports],
  ['export { readFileSync } from "node:fs"', imports],
  ['export const load = () => import("node:os")', imports],
  ['export * as fc from "fast-check"', imports],
  ["export const now = () => Date.now()", globals],
  ["export const today = () => new Date()", globals],
  ["export const hidden = () => globalThis.Date.now()", globals],
  ["export const tick = () => performance.now()", globals],
  ["export const wait = (f: () => void) => setTimeout(f, 1)", globals],
  ["export const home = () => process.cwd()", globals],
  ["export const never = () => Promise.resolve()", globals],
  ["export const dice = () => Math.random()", "no-restricted-properties"],
  ["export const say = () => console.log()", "no-console"],
  ["export const later = async () => 1", "no-async-await"],
  [
    "export const change = (self: { x: number }) => { self.x = 1 }",
    "no-param-reassign"
  ]
] as const

const core = [
  ['export * as kernel from "../../protocols/kernel/value.ts"', imports],
  ['export type { Label } from "./twin.ts"', imports],
  ['export * as Effect from "effect/Effect"', imports]
] as const

export const faults: Faults = {
  "protocols/planted/actions.ts": [
    ...impure,
    ['export * as value from "../kernel/value.ts"', null],
    ['export * as state from "./state.ts"', null],
    ['export * as Schema from "effect/Schema"', null],
    ['export * as Change from "effect/SchemaTransformation"', null],
    ['export * as HashMap from "effect/HashMap"', null],
    ['export * from "../two-phase-commit/state.ts"', imports],
    ['export * from "../../checks/explorer/source.ts"', imports],
    ['export * from "../../traces/format.ts"', imports],
    ['export * from "../../storage/log.ts"', imports],
    ['export type * from "../kernel/../../traces/format.ts"', imports],
    ["export const sure = (x?: string) => x!", "no-non-null-assertion"],
    ["export const cast = (x: unknown) => x as string", "no-unsafe-type"]
  ],
  "protocols/kernel/planted.ts": [
    ...impure,
    ['export * from "./value.ts"', null],
    ['export * as Result from "effect/Result"', null],
    ['export * from "../two-phase-commit/state.ts"', imports],
    ['export * from "../../checks/explorer/source.ts"', imports]
  ],
  "protocols/all.ts": [
    ['export * from "./planted/actions.ts"', null],
    ['export * from "../checks/explorer/source.ts"', imports],
    ['export * as Effect from "effect/Effect"', imports]
  ],
  "checks/explorer/answers.ts": core,
  "checks/explorer/components.ts": core,
  "checks/explorer/cycles.ts": core,
  "checks/explorer/fair-components.ts": core,
  "checks/explorer/formulas.ts": core,
  "checks/explorer/layout.ts": core,
  "checks/explorer/liveness.ts": core,
  "checks/explorer/program.ts": core,
  "checks/explorer/region.ts": core,
  "checks/explorer/rows.ts": core,
  "checks/explorer/search.ts": core,
  "checks/explorer/source.ts": core,
  "checks/explorer/steps.ts": core,
  "checks/explorer/twin.ts": [
    ['export * as kernel from "../../protocols/kernel/value.ts"', null],
    ['export * as cli from "../cli/main.ts"', imports]
  ],
  "storage/planted.ts": [
    ['export * from "../protocols/kernel/value.ts"', null],
    ['export * as Effect from "effect/Effect"', null],
    ['export * from "../checks/explorer/parts.ts"', imports],
    ['export * from "../traces/format.ts"', imports],
    ['export { Effect as Barrel } from "effect"', imports]
  ],
  "traces/planted.ts": [
    ['export * from "../protocols/kernel/value.ts"', null],
    ['export * from "../checks/explorer/parts.ts"', null],
    ['export * from "../checks/simulation/network.ts"', null],
    ['export * as runner from "tla2tools-runner"', null],
    ['export * from "../checks/tla2tools-runner/src/index.ts"', imports],
    ['export * from "../checks/models/models.ts"', null],
    ['export * from "../checks/check/check.ts"', imports],
    ['export * from "../checks/cli/main.ts"', imports],
    ['export { Effect } from "effect"', imports]
  ],
  "checks/tla2tools-runner/src/planted.ts": [
    ['export * as Effect from "effect/Effect"', null],
    ['export * as models from "../../models/models.ts"', imports],
    ['export * as kernel from "../../../protocols/kernel/value.ts"', imports],
    ['export { Effect as Barrel } from "effect"', imports]
  ],
  "checks/planted.ts": [
    ['export * from "./planted-round.ts"', "no-cycle"],
    ['export * as cli from "./cli/main.ts"', imports],
    ['export { Effect } from "effect"', imports],
    ['export * as Node from "@effect/platform-node-shared"', imports],
    ['export * as tlc from "./tla2tools-runner/src/index.ts"', imports],
    ["export const anything = (x: any) => [x]", "no-explicit-any"],
    ["Promise.resolve(1)", "no-floating-promises"],
    [
      "export const f = () => { if ([1][0]) return 1; return 2 }",
      "strict-bool"
    ],
    [
      'export const g = (x: "a" | "b") => { switch (x) { case "a": f() } }',
      "switch-exhaustiveness-check"
    ],
    [`export const h = () => {${"\n  f()".repeat(40)}\n}`, "max-lines-per"]
  ],
  "checks/planted-round.ts": [['export * from "./planted.ts"', "no-cycle"]]
}
