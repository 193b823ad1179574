/**
 * Ends a run of the tests with the line `N passed, N failed`. What could not
 * run counts as failed: a file that does not load, an error outside any test,
 * a run without tests.
 */
import type { Reporter, TestModule } from "vitest/node"

const count = (
  modules: ReadonlyArray<TestModule>,
  state: "passed" | "failed" | "skipped"
): number =>
  modules.reduce(
    (sum, { children }) => sum + [...children.allTests(state)].length,
    0
  )

/** A file or a group of tests that failed by itself, outside its tests. */
const broken = (modules: ReadonlyArray<TestModule>): number =>
  modules
    .flatMap((module) => [module, ...module.children.allSuites()])
    .filter((part) => part.errors().length > 0).length

export class Summary implements Reporter {
  onTestRunEnd(
    modules: ReadonlyArray<TestModule>,
    errors: ReadonlyArray<unknown>
  ): void {
    const passed = count(modules, "passed")
    const failed = count(modules, "failed") + broken(modules) + errors.length
    const nothingRan = passed + failed === 0
    if (nothingRan) process.exitCode = 1
    const skipped = count(modules, "skipped")
    if (skipped > 0) console.log(`${skipped} skipped`)
    console.log(`${passed} passed, ${nothingRan ? 1 : failed} failed`)
  }
}
