import { testGuide } from "./testing.ts"

testGuide("trace-your-own-raft.md")
