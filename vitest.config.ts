import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"
import { LongestFirst } from "./checks/layout/longest-first.ts"
import { Summary } from "./checks/layout/summary.ts"

export default defineConfig({
  test: {
    include: ["{protocols,storage,checks,traces,docs}/**/*.test.ts"],
    setupFiles: ["checks/layout/setup.ts"],
    isolate: false,
    // Half of the tests wait for a JVM or for the command most of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    allowOnly: false,
    expect: { requireAssertions: true },
    // Only what hangs is stopped: on a busy machine the pages take minutes.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    reporters: ["default", new Summary()]
  }
})
