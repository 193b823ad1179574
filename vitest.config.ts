import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["{protocols,checks,traces,docs}/**/*.test.ts"],
    isolate: false,
    testTimeout: 300_000,
    hookTimeout: 300_000
  }
})
