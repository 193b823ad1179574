import * as Effect from "effect/Effect"
import { Tla2Tools } from "tla2tools-runner"
import { arbitrate } from "../arbiter/arbitrate.ts"
import { subjectFor } from "./subjects.ts"
import { running } from "./testing.ts"
for (const f of process.argv.slice(2)) {
  const t = performance.now()
  const r: any = await running(
    arbitrate(f, ".", subjectFor).pipe(Effect.provide(Tla2Tools.layer())) as any
  ).catch((e) => ({ error: String(e) }))
  console.log(
    f.replace(/.*\//, "").padEnd(50),
    r.error ??
      `${r.verdict._tag} ${r.verdict.consumed ?? ""} / ${JSON.stringify(r.ruling)}`,
    (performance.now() - t).toFixed(0) + "ms"
  )
}
