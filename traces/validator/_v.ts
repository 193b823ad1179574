import { details, drawing, javaRun, javaText, participants } from "./samples.ts"
import { verdictOf, withFiles } from "./testing.ts"
const go = async (name: string, text: string, n: number) => {
  const t = performance.now()
  const v: any = await withFiles({ log: text }, (f) =>
    verdictOf(f + "/log", {
      constants: JSON.stringify({ RM: participants(n) }),
      budget: Number(process.env["B"] ?? 2e6)
    })
  )
  console.log(
    name.padEnd(30),
    v._tag,
    v.line,
    v.searched,
    (performance.now() - t).toFixed(0) + "ms"
  )
}
for (const n of [12, 16])
  for (const d of Object.keys(details)) {
    if (process.argv[2] && !process.argv[2].split(",").includes(d)) continue
    await go(
      `${n} ok ${d}`,
      javaText(javaRun({ participants: n }, drawing(1)), d),
      n
    )
    await go(
      `${n} BUG ${d}`,
      javaText(javaRun({ participants: n, commitsAt: n - 3 }, drawing(1)), d),
      n
    )
    const l = javaText(javaRun({ participants: n }, drawing(1)), d).split("\n")
    l[l.length - 5] = l[l.length - 5]!.replaceAll(
      "committed",
      "aborted"
    ).replaceAll("RMRcvCommitMsg", "RMRcvAbortMsg")
    await go(`${n} late ${d}`, l.join("\n"), n)
  }
