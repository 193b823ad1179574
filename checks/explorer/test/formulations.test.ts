/** Snapshot isolation by its rules and by Adya's definition: are both the same? */
import { describe, expect, test } from "vitest"
import type { AnyWorld, Protocol } from "../../../protocols/kernel/protocol.ts"
import { key } from "../../../protocols/kernel/value.ts"
import { AnyHistory } from "../../../protocols/snapshot-isolation/any-history.ts"
import * as Phenomena from "../../../protocols/snapshot-isolation/phenomena.ts"
import { SnapshotIsolation } from "../../../protocols/snapshot-isolation/protocol.ts"
import { run, runWithFiles, withoutTlc } from "../../check/test/engine.ts"
import { modelsOf } from "../../models/models.ts"
import { ask } from "../../mutants/ask.ts"
import { checkBugWithTlc } from "../../mutants/bugs.ts"
import type { Label } from "../attempt.ts"
import { Search } from "../search.ts"
import { Twin } from "../twin.ts"

type History = Phenomena.History

interface Graph {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
}

/** The states within bounds, seen as histories, and the steps between them. */
const graphOf = (
  protocol: Protocol,
  bounds: ReadonlyArray<string>,
  constants: object
): Graph => {
  const twin = new Twin(protocol, constants)
  const search = new Search<Label>(
    twin,
    {
      invariants: {},
      refinements: {},
      bounds: bounds.map((name) => twin.formula(protocol.bounds[name]!)),
      deadlock: false,
      initialBreaks: []
    },
    {
      limits: {},
      gauges: { memory: () => 0, elapsed: () => 0 },
      cached: true
    }
  )
  while (!search.advance(1 << 16)) continue
  const names: Array<string> = []
  const view = twin.viewed((world) =>
    names.push(key((world as unknown as { transaction: object }).transaction))
  )
  for (let row = 0; row < search.rows.count; row++) {
    const ids = search.idsOf(row)
    view((cell) => ids[cell] ?? 0)
  }
  const edges = new Set<string>()
  names.forEach((from, row) =>
    search.edges(row, (_, to) => {
      if (to >= 0) edges.add(`${from} ${names[to]}`)
    })
  )
  return { nodes: new Set(names), edges }
}

/** A few elements, enough to see what is wrong. */
const onlyIn = (some: ReadonlySet<string>, others: ReadonlySet<string>) =>
  [...some].filter((element) => !others.has(element)).slice(0, 3)

const models = await runWithFiles(modelsOf("snapshot-isolation"))
const model = models.find(({ name }) => name === "MCAnyHistory")!

const two = ["t1", "t2"]
const three = ["t1", "t2", "t3"]

describe("the machine", () => {
  test.each([
    { Transaction: two, Key: ["x", "y"], Value: ["a"] },
    { Transaction: two, Key: ["x"], Value: ["a", "b"] },
    { Transaction: three, Key: ["x"], Value: ["a"] }
  ])("has the histories that keep its rules, %o", (constants) => {
    const bounds = ["FewOperations"]
    const machine = graphOf(
      SnapshotIsolation,
      [...bounds, "NothingRemoved"],
      constants
    )
    const histories = graphOf(
      AnyHistory,
      [...bounds, "RulesAreKept"],
      constants
    )
    expect(machine.nodes.size).toBeGreaterThan(100)
    for (const what of ["nodes", "edges"] as const) {
      expect(onlyIn(histories[what], machine[what])).toEqual([])
      expect(onlyIn(machine[what], histories[what])).toEqual([])
    }
  })

  test("has less than all histories", () => {
    const constants = { Transaction: two, Key: ["x"], Value: ["a"] }
    const bounds = ["FewOperations", "NothingRemoved"]
    const machine = graphOf(SnapshotIsolation, bounds, constants)
    const histories = graphOf(AnyHistory, ["FewOperations"], constants)
    expect(histories.nodes.size).toBeGreaterThan(machine.nodes.size)
  })
})

/** What is left out of one of the descriptions, in twin and spec. */
const halves = [
  { without: "G1a", from: "G1 == G1a \\/ G1b", to: "G1 == G1b" },
  { without: "G1b", from: "G1 == G1a \\/ G1b", to: "G1 == G1a" },
  { without: "GSIa", from: "PLSI == ~G1 /\\ ~GSIa", to: "PLSI == ~G1" },
  { without: "GSIb", from: "/\\ ~GSIa /\\ ~GSIb", to: "/\\ ~GSIa" },
  {
    without: "readsSnapshot",
    from: "\\A r \\in reads[t] : r = Snapshot(t, r.key)",
    to: "TRUE"
  },
  {
    without: "commitsFirst",
    from: "~(start[t] < commit[u] /\\ commit[u] < commit[t])",
    to: "TRUE"
  }
]

/** Adya's definition and the rules agree, without one part of either. */
const agreeWithout =
  (without: string | undefined) =>
  (world: AnyWorld): boolean => {
    const { transaction: history } = world as unknown as {
      readonly transaction: History
    }
    const { G1a, G1b, G1c, GSIa, GSIb, readsSnapshot, commitsFirst } = Phenomena
    const all = Phenomena.committed(history)
    const phenomena = { G1a, G1b, G1c, GSIa, GSIb }
    const rules = { readsSnapshot, commitsFirst }
    const left = <A>(parts: Readonly<Record<string, A>>) =>
      Object.entries(parts).flatMap(([name, part]) =>
        name === without ? [] : [part]
      )
    return (
      left(phenomena).some((phenomenon) => phenomenon(history)) ===
      all.some((t) => left(rules).some((rule) => !rule(all, t)))
    )
  }

const askWithout = async (without: string | undefined) => {
  const FormulationsAgree = agreeWithout(without)
  const protocol = { ...AnyHistory, invariants: { FormulationsAgree } }
  const asked = ask(model, protocol, ["FormulationsAgree"])
  return (await runWithFiles(asked)).finding
}

describe("both descriptions", () => {
  test("agree as they are, and without G1c, which G-SIa implies", async () => {
    expect(await askWithout(undefined)).toEqual({ _tag: "Holds" })
    expect(await askWithout("G1c")).toEqual({ _tag: "Holds" })
  })

  test.each(halves)("do not agree without $without", async ({ without }) => {
    expect(await askWithout(without)).toMatchObject({
      _tag: "Violated",
      property: "FormulationsAgree"
    })
  })

  test.skipIf(withoutTlc).each(halves)(
    "do not agree without $without, says TLC",
    async ({ without, from, to }) => {
      const report = await run(
        checkBugWithTlc("snapshot-isolation", {
          name: without,
          module: "AnyHistory",
          sentence: `Leaves out ${without}.`,
          actions: {},
          spec: [{ module: "Phenomena", from, to }],
          model: model.name,
          kills: "FormulationsAgree"
        })
      )
      expect(report).toMatchObject({ violates: "FormulationsAgree" })
    }
  )
})
