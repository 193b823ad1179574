/** The protocols that the command line knows: the folders of `spec/`. */
import * as Argument from "effect/cli/Argument"
import * as Option from "effect/Option"
import { readdirSync } from "node:fs"

const spec = `${import.meta.dirname}/../../spec`

const folders = readdirSync(spec, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

/** A protocol that must be named. */
export const protocol = Argument.Literals("protocol", folders).pipe(
  Argument.withDescription(`Which protocol: ${folders.join(", ")}`)
)

/** A protocol, or all of them. */
export const anyProtocol = protocol.pipe(
  Argument.optional,
  Argument.map(Option.getOrUndefined)
)
