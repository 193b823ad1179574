/** `bisim doctor` */
import * as Command from "effect/cli/Command"
import { running } from "../running.ts"

export const doctor = Command.make("doctor", {}, () =>
  running(
    () => import("../programs/doctor.ts"),
    (program) => program.doctor
  )
).pipe(
  Command.withDescription(
    "Tell what is there and what is missing: Node, Java, TLC\n\n" +
      "  Exit code 0 if every engine can be used, 69 if TLC cannot. Everything\n" +
      "  else works without it."
  ),
  Command.withShortDescription("Tell what is there and what is missing")
)
