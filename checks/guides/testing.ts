/** The tests that keep a guide true: each of its stages is taken. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { withoutTlc } from "../check/test/engine.ts"
import { follower, stagesOf, steady } from "./follow.ts"
import { parseGuide } from "./guide.ts"
import { openWorkshop, type Workshop } from "./workshop.ts"

const folder = resolve(import.meta.dirname, "../../docs/guides")

const tool = (workshop: Workshop, name: string, ...options: Array<string>) => {
  const program = join(workshop.folder, "node_modules/.bin", name)
  return spawnSync(process.execPath, [program, ...options], {
    cwd: workshop.folder,
    encoding: "utf8"
  })
}

/** Declares the tests of one guide. */
export const testGuide = (name: string): void => {
  const steps = parseGuide(readFileSync(join(folder, name), "utf8"))
  const stages = stagesOf(steps)
  const files = steps.flatMap((step) => (step._tag === "File" ? [step] : []))
  const sources = files.filter(({ path }) => path.endsWith(".ts"))

  describe(name, () => {
    const workshop = openWorkshop()
    const { take, restore } = follower(workshop, withoutTlc)
    afterAll(() => {
      workshop.close()
    })

    test("has files and commands", () => {
      expect(files.length).toBeGreaterThan(0)
      expect(stages.length).toBeGreaterThan(0)
      expect(stages.map(({ session }) => session.commands)).not.toContain([])
    })

    describe.each(stages)("line $session.line", (stage) => {
      const { commands } = stage.session
      const title = commands.map(({ command }) => command).join("; ")
      test(title, async (context) => {
        const outputs = await take(stage)
        context.skip(outputs === undefined, "TLC is not there")
        expect(outputs?.map(steady)).toEqual(
          commands.map(({ output }) => steady(output))
        )
      })
    })

    test("its files have no type errors", () => {
      restore()
      const { status, stdout } = tool(workshop, "tsc", "--pretty", "false")
      expect(status, stdout).toBe(0)
    })

    test.each(["oxlint", "oxfmt --check"])("%s finds nothing", (command) => {
      const [program = "", ...options] = command.split(" ")
      const paths = sources.map(({ path }) => path)
      const { status, stdout } = tool(workshop, program, ...options, ...paths)
      expect(status, stdout).toBe(0)
    })
  })
}
