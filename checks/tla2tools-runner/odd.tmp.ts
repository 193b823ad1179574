import * as Effect from "effect/Effect"
import { Tla2Tools } from "tla2tools-runner"
import { writeFileSync } from "node:fs"
const cases: [string, string][] = [
  ["over", "SPECIFICATION SpecOver"], ["big", "SPECIFICATION SpecBig"], ["choose", "SPECIFICATION SpecChoose"], ["inf", "SPECIFICATION SpecInf"],
  ["taut", "SPECIFICATION Spec\nPROPERTY Taut"], ["unhandled", "SPECIFICATION Spec\nPROPERTY Unhandled"], ["nonbool", "SPECIFICATION Spec\nPROPERTY NonBool"],
  ["sym", "SPECIFICATION Spec\nSYMMETRY Sym\nPROPERTY Eventually\nCHECK_DEADLOCK FALSE"], ["boominv", "SPECIFICATION Spec\nINVARIANT Boom"],
  ["nospec", "INVARIANT Boom"]
]
await Effect.runPromise(Effect.provide(Effect.gen(function*() {
  const tools = yield* Tla2Tools
  for (const [n, c] of cases) {
    const config = `/tmp/t2r/odd specs/${n}.cfg`
    writeFileSync(config, c + "\nCONSTANT P = {p1, p2}\n")
    const r = yield* tools.run({ spec: "/tmp/t2r/odd specs/Odd.tla", config })
    console.log(n, r.exitCode, r.verdict, "|", r.summary.slice(0, 230), "|", r.errors.map((e) => e.code), r.warnings.map((w) => [w.code, w.weakens]), r.errorOutput.slice(0, 2))
  }
}), Tla2Tools.layer()))
