import { testGuide } from "./testing.ts"

testGuide("add-your-own-protocol.md")
