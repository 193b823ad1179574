import { testGuide } from "./testing.ts"

testGuide("validate-your-own-logs.md")
