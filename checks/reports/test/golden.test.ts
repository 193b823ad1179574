/**
 * One of each, as it is written: `npx vitest run checks/reports --update` writes
 * them anew. Look at them then.
 */
import * as Result from "effect/Result"
import { expect, test } from "vitest"
import { annotations } from "../annotations.ts"
import { stateGraph } from "../graph/states.ts"
import { svg } from "../graph/svg.ts"
import { html } from "../html.ts"
import { itf } from "../itf.ts"
import { junit, type Result as Ended } from "../junit.ts"
import { mermaid } from "../mermaid.ts"
import { explored, models, validated } from "./samples.ts"

const { told } = await explored("MCTwoPhaseCommit_Witness_NobodyCommits")
const rejected = await validated(
  "traces/two-phase-commit/commit_without_everyone_prepared.ndjson"
)

const config = "spec/two-phase-commit/MCTwoPhaseCommit.cfg"
const results: ReadonlyArray<Ended> = [
  {
    suite: "two-phase-commit",
    name: "MCTwoPhaseCommit, explorer",
    status: "failed",
    file: config,
    line: 9,
    message: "invariant violated: Consistent in 3 states",
    details: ["  0. initially", "  1. RMPrepare(rm-0)"],
    elapsed: 20
  },
  {
    suite: "two-phase-commit",
    name: "MCTwoPhaseCommit, tlc",
    status: "skipped",
    file: config,
    message: "no Java"
  }
]

/** Two participants, so that the picture is small. */
const graph = () => {
  const model = models.get("MCTransactionCommit")!
  const constants = { ...model.constants, RM: ["rm-0", "rm-1"] }
  return Result.getOrThrow(stateGraph({ ...model, constants }))
}

const written = {
  "counterexample.html": html(told),
  "counterexample.itf.json": itf(told)!,
  "counterexample.mmd": mermaid(told),
  "rejected.html": html(rejected.told),
  "rejected.mmd": mermaid(rejected.told),
  "results.xml": junit(results),
  "annotations.txt": `${annotations(results).join("\n")}\n`,
  "graph.svg": svg(graph(), "Transaction commit, two participants")
}

test.each(Object.entries(written))("%s", async (name, text) => {
  await expect(text).toMatchFileSnapshot(`golden/${name}`)
})
