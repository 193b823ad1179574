/**
 * Tests that take minutes begin first: one that began last would run alone, and
 * the other workers would wait.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** The files that take longest, in that order. */
export const longest: ReadonlyArray<string> = [
  "checks/parity/test/parity.test.ts",
  "checks/docs/docs.test.ts",
  "checks/differential/differential.test.ts",
  "checks/check/test/tlc.test.ts",
  "checks/mutants/bugs.test.ts",
  "checks/explorer/test/explore.test.ts"
]

const rank = ({ moduleId }: TestSpecification): number => {
  const place = longest.findIndex((path) => moduleId.endsWith(`/${path}`))
  return place === -1 ? longest.length : place
}

export class LongestFirst extends BaseSequencer {
  override async sort(
    files: Array<TestSpecification>
  ): Promise<Array<TestSpecification>> {
    const rest = await super.sort(files)
    return rest.toSorted((a, b) => rank(a) - rank(b))
  }
}
