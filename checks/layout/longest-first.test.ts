import { existsSync } from "node:fs"
import { expect, test } from "vitest"
import { root } from "../models/models.ts"
import { longest } from "./longest-first.ts"

test.each(longest)("%s is there to begin first", (path) => {
  expect(existsSync(`${root}/${path}`)).toBe(true)
})
