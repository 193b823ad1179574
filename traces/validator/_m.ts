import { mutateFile } from "../mutate/mutate.ts"
import { subjectFor } from "./subjects.ts"
import { running } from "./testing.ts"
for (const f of process.argv.slice(2)) {
  const t = performance.now()
  const r: any = await running(mutateFile(f, subjectFor)).catch((e) => ({
    error: String(e)
  }))
  if (r.error) {
    console.log(f, r.error)
    continue
  }
  console.log(
    f.replace(/.*\//, "").padEnd(50),
    `${(r.rate * 100).toFixed(1)}%`,
    `${r.tried} of ${r.possible}`,
    `rejected ${r.rejected} refused ${r.refused} unordered ${r.unordered}`,
    (performance.now() - t).toFixed(0) + "ms"
  )
  if (process.env["S"]) {
    console.table(r.fields)
    const g = Object.groupBy(r.survivors, (s: any) => s.field)
    for (const [k, v] of Object.entries(g))
      console.log(k, v!.length, JSON.stringify(v!.slice(0, 3)))
  }
}
