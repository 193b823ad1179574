import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"
import { Summary } from "./checks/layout/summary.ts"

export default defineConfig({
  test: {
    include: ["{protocols,storage,checks,traces,docs}/**/*.test.ts"],
    setupFiles: ["checks/layout/setup.ts"],
    isolate: false,
    // Half of the tests wait for a JVM or for the command most of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    allowOnly: false,
    expect: { requireAssertions: true },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ["default", new Summary()]
  }
})
