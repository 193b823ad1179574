/** The flag `--report` of the commands that find something to be shown. */
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"

/** What is to be written, and where. */
export type Wanted =
  | { readonly kind: "github" }
  | {
      readonly kind: "html" | "itf" | "mermaid" | "junit"
      readonly file: string
    }

const parse = (text: string): Option.Option<Wanted> => {
  if (text === "github") return Option.some({ kind: "github" })
  const [kind = "", file = ""] = text.split(/=(.*)/s)
  return file !== "" &&
    (kind === "html" ||
      kind === "itf" ||
      kind === "mermaid" ||
      kind === "junit")
    ? Option.some({ kind, file })
    : Option.none()
}

export const report = Flag.String("report").pipe(
  Flag.filterMap(
    parse,
    () => "html=FILE, itf=FILE, mermaid=FILE, junit=FILE or github"
  ),
  Flag.withMetavar("KIND=FILE"),
  Flag.withDescription(
    "Write html, itf or mermaid (a behaviour), junit (all results); or: github"
  ),
  Flag.atLeast(0)
)
