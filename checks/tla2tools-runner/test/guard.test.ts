import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { guarded } from "../src/guard.ts"

/** Runs a stand-in for Java under the guard, its input held open. */
const start = (text: string) => {
  const folder = mkdtempSync(join(tmpdir(), "tla2tools-guard-"))
  const command = guarded(folder, "/bin/sh", ["-c", text, "sh", folder], folder)
  if (command._tag !== "StandardCommand") throw new Error("one command")
  const words = command.args.map(String)
  const child = spawn(command.command, words, { detached: true })
  return { child, folder, exit: once(child, "exit") }
}

describe.skipIf(process.platform === "win32")("the guard", () => {
  it.each([0, 12, 137])("passes on exit code %i", async (code) => {
    const { child, exit, folder } = start(`echo out; exit ${code}`)
    const [printed] = (await once(child.stdout, "data")) as [Buffer]
    expect(printed.toString()).toBe("out\n")
    expect(await exit).toEqual([code, null])
    expect(existsSync(folder)).toBe(true)
    rmSync(folder, { recursive: true })
  })

  it("ends the command and removes its folder when its input closes", async () => {
    const slow = "i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); : > $1/$i; done"
    const { child, exit, folder } = start(
      `${slow}; echo running; exec sleep 600`
    )
    await once(child.stdout, "data")
    child.stdin.end()
    await exit
    expect(existsSync(folder)).toBe(false)
  })

  it("ends a group that is told to stop, and removes the folder", async () => {
    const { child, exit, folder } = start("echo running; exec sleep 600")
    await once(child.stdout, "data")
    process.kill(-child.pid!, "SIGTERM")
    await exit
    expect(existsSync(folder)).toBe(false)
  })
})
