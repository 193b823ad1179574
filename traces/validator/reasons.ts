/** Why a line is rejected, in sentences. */
import type { Difference } from "./compare.ts"
import { labelText } from "./labels.ts"
import type { Contradiction, Reason } from "./verdict.ts"
import { valueText } from "../words.ts"

/** A sentence, and what belongs to it. */
export type Why = readonly [sentence: string, ...details: Array<string>]

const differenceText = ({
  actor,
  field,
  logged,
  computed
}: Difference): ReadonlyArray<string> => {
  const name = actor === undefined ? field : `${actor}.${field}`
  return [
    `${name}  log: ${logged.map(valueText).join(" or ")}`,
    `${" ".repeat(name.length)}  protocol: ${valueText(computed)}`
  ]
}

const contradictionText = (reason: Contradiction): Why => {
  switch (reason._tag) {
    case "SequenceGap": {
      const { expected, found } = reason
      const what = `this is step ${found} of its actor`
      return [`Lines are missing: ${what}, but step ${expected} comes next.`]
    }
    case "Clock": {
      const { at, above, message } = reason
      return [
        message === undefined
          ? `Its clock does not grow: it says ${at}, but was at ${above} before.`
          : `It receives ${message} at ${at}, but that was sent at ${above}.`
      ]
    }
    case "NeverSent":
      return [`It receives ${reason.id}, but nobody has sent that before.`]
    case "OtherMessage": {
      const { id, sent, received } = reason
      return [
        `The message ${id} was another one when it was sent:`,
        `received: ${valueText(received)}`,
        `sent:     ${valueText(sent)}`
      ]
    }
    case "ReceivedTwice":
      return [`It receives ${reason.id}, which was received before.`]
    case "AllEnded":
      return [`Nobody is there: ${reason.begun} have begun, and as many ended.`]
  }
}

/** Why, in words. */
export const reasonText = (reason: Reason): Why => {
  switch (reason._tag) {
    case "Disabled": {
      const { label, guard, formula } = reason
      return [
        `${labelText(label)} is not possible: ${guard} is false.`,
        `${guard}: ${formula}`
      ]
    }
    case "NoMessage": {
      const { action, actor, types, message } = reason
      const any = types.join(" or ")
      const what = message === undefined ? any : valueText(message)
      const whom = actor === undefined ? "" : ` by ${actor}`
      return [`${action}${whom} is not possible: nobody has sent ${what}.`]
    }
    case "NoChoice": {
      const { action, choice, unknown } = reason
      const parts = Object.entries(unknown).map(
        ([name, value]) => `there is no ${name} ${valueText(value)}`
      )
      const why = parts.length === 0 ? "" : `: ${parts.join(", ")}`
      return [`${action} cannot choose ${valueText(choice)}${why}.`]
    }
    case "Different": {
      const { label, differences } = reason
      return [
        `${labelText(label)} is possible, but does something else:`,
        ...differences.flatMap(differenceText)
      ]
    }
    case "Rule":
      return [`${reason.rule}: ${reason.sentence}`, ...reason.details]
    case "NoSuchStep":
      return ["No action of the protocol does that here."]
    default:
      return contradictionText(reason)
  }
}
