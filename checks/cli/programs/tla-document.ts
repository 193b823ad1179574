/** What the documents of `bisim tla` say of a run of TLC. */
import { show, type TlcResult } from "tla2tools-runner"

/** The fields of a result that a document has, as it has them. */
export const told = (result: TlcResult) => {
  const { verdict, summary, properties, trace, warnings, output } = result
  const { distinct, generated, depth, queue, milliseconds, version } = result
  return {
    verdict,
    summary,
    properties,
    distinct,
    generated,
    depth,
    queue,
    milliseconds,
    tlc: version,
    trace: trace.states.map(({ action, variables, unparsed }) => ({
      action: action === null ? "Init" : actionText(action),
      variables: {
        ...Object.fromEntries(
          Object.entries(variables).map(([name, value]) => [name, show(value)])
        ),
        ...unparsed
      }
    })),
    ...loop(trace.end),
    warnings: warnings.map(({ text }) => text),
    output
  }
}

const loop = (end: TlcResult["trace"]["end"]) => {
  switch (end._tag) {
    case "Finite":
      return {}
    case "Stuttering":
      return { loop: "stuttering" as const }
    case "BackToState":
      return { loop: end.number - 1 }
  }
}

const actionText = ({
  name,
  arguments: given
}: NonNullable<TlcResult["trace"]["states"][number]["action"]>): string =>
  given.length === 0 ? name : `${name}(${given.map(show).join(", ")})`
