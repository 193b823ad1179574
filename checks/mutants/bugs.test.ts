import { describe, expect, test } from "vitest"
import { AllBugs } from "../../protocols/bugs.ts"
import { Protocols } from "../../protocols/all.ts"
import { run, runWithFiles, withoutTlc } from "../check/test/engine.ts"
import { bugsOf, checkBugWithTlc, measureBug, type NamedBug } from "./bugs.ts"

const folderOf = (module: string): string => {
  const found = Object.entries(Protocols).find(([, protocols]) =>
    protocols.some((protocol) => protocol.module === module)
  )
  if (found === undefined) throw new Error(`${module} is no protocol`)
  return found[0]
}

const all = Object.keys(AllBugs).flatMap((module) =>
  bugsOf(module).map((bug) => ({ ...bug, folder: folderOf(module) }))
)

/** Is it noticed by what never comes, rather than by what happens? */
const isLiveness = ({ folder, module, kills }: (typeof all)[number]): boolean =>
  Protocols[folder]!.some(
    (protocol) => protocol.module === module && kills in protocol.liveness
  )

const measured = new Map(
  await Promise.all(
    all.map(
      async (bug) =>
        [bug.name, await runWithFiles(measureBug(bug.folder, bug))] as const
    )
  )
)

describe("a known bug", () => {
  test("has a name of its own", () => {
    expect(all.length).toBeGreaterThan(0)
    expect(measured.size).toBe(all.length)
  })

  test.each(all)("$name is noticed in the twin by $kills", (bug) => {
    expect(measured.get(bug.name)?.violates).toContain(bug.kills)
  })
})

describe.skipIf(withoutTlc)("a known bug, put back into the spec,", () => {
  test.each(all)("$name is noticed by $kills, as soon", async (bug) => {
    const report = await run(checkBugWithTlc(bug.folder, bug))
    const { length } = measured.get(bug.name)!
    // TLC shows some behaviour that goes on for ever, not the shortest.
    expect(report).toMatchObject({
      violates: bug.kills,
      ...(isLiveness(bug) ? { result: "liveness" } : { length })
    })
  })
})

describe("a bug that is told wrongly", () => {
  const { folder, ...right } = all[0]!
  const refused = (change: Partial<NamedBug>) =>
    runWithFiles(measureBug(folder, { ...right, ...change }))

  test.each([
    [{ model: "MCNowhere" }, /MCNowhere.cfg: .*the model is not there/],
    [{ module: "Elsewhere" }, /the model is none of Elsewhere/],
    [{ kills: "Nothing" }, /the model does not ask for Nothing/],
    [{ actions: { Fly: right.actions["Receive"]! } }, /has no action Fly/]
  ])("is refused: %o", async (change, message) => {
    await expect(refused(change)).rejects.toThrow(message)
  })

  test("kills nothing if it changes nothing", async () => {
    const report = await refused({ actions: {} })
    expect(report).toMatchObject({ violates: [], length: undefined })
  })

  test.skipIf(withoutTlc).each([
    ["Receipt(Clock(m)", /is there 0 times, not once/],
    ["UNCHANGED", /is there \d+ times, not once/]
  ])("is refused where the spec has no one %s", async (from, message) => {
    const spec = [{ module: right.module, from, to: "" }]
    await expect(
      run(checkBugWithTlc(folder, { ...right, spec }))
    ).rejects.toThrow(message)
  })
})
