/** `bisim list` */
import * as Command from "effect/cli/Command"
import { anyProtocol } from "../protocols.ts"
import { running } from "../running.ts"

export const list = Command.make(
  "list",
  { protocol: anyProtocol },
  ({ protocol }) =>
    running(
      () => import("../programs/list.ts"),
      (program) => program.list(protocol)
    )
).pipe(
  Command.withDescription("List protocols and their models"),
  Command.withExamples([
    { command: "bisim list", description: "Every model of every protocol" },
    {
      command: "bisim list --json | jq -r '.models[].model'",
      description: "Their names"
    }
  ])
)
