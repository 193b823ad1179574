/** `bisim pairing` */
import * as Command from "effect/cli/Command"
import { anyProtocol } from "../protocols.ts"
import { running } from "../running.ts"

export const pairing = Command.make(
  "pairing",
  { protocol: anyProtocol },
  ({ protocol }) =>
    running(
      () => import("../programs/pairing.ts"),
      (program) => program.pairing(protocol)
    )
).pipe(
  Command.withDescription(
    "Compare spec and twin as texts: the same actions, guards, order, sentences?"
  ),
  Command.withShortDescription("Compare the names and sentences of both"),
  Command.withExamples([
    { command: "bisim pairing", description: "Every module and its twin" }
  ])
)
