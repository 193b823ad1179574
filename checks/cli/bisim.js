#!/usr/bin/env node
/**
 * Starts the command under a Node that runs TypeScript as it is, or says how to
 * get one. Plain JavaScript that an old Node can read.
 */
import * as modules from "node:module"
import { setFlagsFromString } from "node:v8"

const [major, minor] = process.versions.node.split(".").map(Number)

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `bisim needs Node 22.19 or newer, but this is ${process.versions.node}.\n` +
      "In the project's folder `npm ci` brings Node 24 on Linux x64, and\n" +
      "`npx bisim` uses it. Elsewhere get a newer one from https://nodejs.org.\n"
  )
  process.exitCode = 69
} else {
  // Halves the time to start: types are stripped and code is compiled once.
  modules.enableCompileCache(
    `${import.meta.dirname}/../../node_modules/.cache/bisim`
  )
  // Large models live outside the heap; what young objects do not take, they
  // can have.
  setFlagsFromString("--semi-space-growth-factor=1")
  await import("./main.ts")
}
