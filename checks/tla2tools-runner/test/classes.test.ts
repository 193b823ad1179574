import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { Tla2Tools } from "../src/tla2tools.ts"
import { config, openTlc, spec } from "./live.ts"

const { absent, temporaryFolder, use } = await openTlc()

const cacheFolder = join(temporaryFolder, "cache")

const toolsWith = async (java?: string) => {
  const jar = await use((tools) => Effect.succeed(tools.jar.path))
  return Tla2Tools.layer({
    ...{ jar, temporaryFolder, cacheFolder },
    ...(java === undefined ? {} : { java })
  })
}

/** Of which classes a JVM says that it got them from a file. */
const classesFromFile = async (java?: string) => {
  const run = Effect.flatMap(Tla2Tools, ({ run }) =>
    run({
      spec: spec("Counter"),
      config: config("Ok"),
      javaArguments: ["-Xlog:class+load:stdout"]
    })
  )
  const { verdict, output } = await Effect.runPromise(
    Effect.provide(run, await toolsWith(java))
  )
  const shared = output.flatMap((line) => {
    const found = /(\S+) source: shared objects file \(top\)/.exec(line)
    return found === null ? [] : [found[1]!]
  })
  return { verdict, shared }
}

const files = () =>
  readdirSync(cacheFolder).filter((name) => name.startsWith("classes-"))

describe.skipIf(absent)("the file of classes", () => {
  it("is made once, and holds what TLC needs", async () => {
    const first = await classesFromFile()
    expect(first.verdict).toBe("ok")
    expect(first.shared).toEqual(
      expect.arrayContaining(["tlc2.TLC", "tlc2.tool.liveness.DiskGraph"])
    )
    const made = files()
    expect(made).toHaveLength(1)
    await Effect.runPromise(Effect.scoped(Layer.build(await toolsWith())))
    expect(files()).toEqual(made)
  })

  it("is made anew if it is damaged: a JVM would crash", async () => {
    const [made] = files()
    truncateSync(join(cacheFolder, made!), 1_000_000)
    const again = await classesFromFile()
    expect(again.verdict).toBe("ok")
    expect(again.shared).toContain("tlc2.TLC")
    expect(files()).toHaveLength(1)
    expect(files()).not.toEqual([made])
  })

  it("is not asked for again where Java makes none", async () => {
    const java = join(temporaryFolder, "java")
    const asked = join(temporaryFolder, "asked")
    const without = `for word do
  shift
  case $word in
  -XX:ArchiveClassesAtExit=*) echo asked >> ${asked} ;;
  *) set -- "$@" "$word" ;;
  esac
done
exec java "$@"`
    writeFileSync(java, `#!/bin/sh\n${without}\n`, { mode: 0o755 })
    await Effect.runPromise(Effect.scoped(Layer.build(await toolsWith(java))))
    expect(await classesFromFile(java)).toEqual({ verdict: "ok", shared: [] })
    expect(readFileSync(asked, "utf8")).toBe("asked\n")
  })
})
