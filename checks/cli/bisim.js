#!/usr/bin/env node
/**
 * Starts the command under a Node that runs TypeScript as it is: this one, or
 * the one that `npm ci` has brought. Plain JavaScript, for old Nodes to read.
 */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import * as modules from "node:module"
import { fileURLToPath } from "node:url"

const installed = new URL("../../node_modules/", import.meta.url)
const node = fileURLToPath(new URL(".bin/node", installed))
const [major, minor] = process.versions.node.split(".").map(Number)

if (major > 22 || (major === 22 && minor >= 19)) {
  // Halves the time to start: types are stripped and code is compiled once.
  modules.enableCompileCache(fileURLToPath(new URL(".cache/bisim", installed)))
  await import("./resolving.ts")
  await import("./main.ts")
} else if (existsSync(node) === true && process.execPath !== node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" })
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      child.kill(signal)
    })
  }
  child.on("exit", (code) => {
    process.exitCode = code ?? 70
  })
} else {
  process.stderr.write(
    `bisim needs Node 22.19 or newer, but this is ${process.versions.node}.\n` +
      "In the project's folder `npm ci` brings Node 24 on Linux x64; elsewhere\n" +
      "get a newer one from https://nodejs.org.\n"
  )
  process.exitCode = 69
}
