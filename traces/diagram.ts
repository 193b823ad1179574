/**
 * A story as a Mermaid sequence diagram: who does what, and which message comes
 * from whom. What a step changes is left to `bisim validate --report`.
 */
import type { Message } from "../protocols/kernel/protocol.ts"
import type { Event, Header } from "./format.ts"
import { valueText } from "./words.ts"

/** Whom a message is from and to is seen; zero, nobody and nothing say little. */
const isTelling = ([name, value]: readonly [string, unknown]): boolean =>
  !["_tag", "from", "to"].includes(name) &&
  ![0, false, "none"].includes(value as never) &&
  JSON.stringify(value) !== "[]"

const fieldsText = (record: object): string =>
  Object.entries(record)
    .filter(isTelling)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(", ")

const messageText = (message: Message): string => {
  const fields = fieldsText(message)
  return fields === "" ? message._tag : `${message._tag}<br/>${fields}`
}

/** Mermaid takes a semicolon or a hash for its own. */
const plain = (text: string): string =>
  text.replaceAll(/[#;]/g, (sign) => (sign === "#" ? "#35;" : "#59;"))

const noteText = ({ action = "?", choice }: Event): string =>
  choice === undefined ? action : `${action}<br/>${valueText(choice)}`

/** The lines of the diagram of a run in which every step is named. */
export const diagram = (
  { actors }: Header,
  events: ReadonlyArray<Event>
): ReadonlyArray<string> => {
  const senders = new Map<string, string>()
  const lanes = new Map(
    Object.values(actors)
      .flat()
      .filter((id) => events.some(({ actor }) => actor === id))
      .map((id, i) => [id, `p${i}`])
  )
  const lines = events.flatMap((event) => {
    const { actor, received, sent = [] } = event
    for (const { id } of sent) senders.set(id, actor)
    const from = lanes.get(senders.get(received?.id ?? "") ?? "")
    const own = lanes.get(actor) ?? "?"
    const arrow =
      received === undefined || from === undefined
        ? []
        : [`  ${from}->>${own}: ${plain(messageText(received.message))}`]
    return [...arrow, `  Note over ${own}: ${plain(noteText(event))}`]
  })
  return [
    "sequenceDiagram",
    ...[...lanes].map(([id, lane]) => `  participant ${lane} as ${plain(id)}`),
    ...lines
  ]
}
