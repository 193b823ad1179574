/** `bisim schema` */
import * as Command from "effect/cli/Command"
import { running } from "../running.ts"

export const schema = Command.make("schema", {}, () =>
  running(
    () => import("../programs/schema.ts"),
    (program) => program.schema
  )
).pipe(
  Command.withDescription("Print the JSON Schema of what --json prints"),
  Command.withExamples([{ command: "bisim schema > bisim.schema.json" }])
)
