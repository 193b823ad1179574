/** The messages that were sent, and what became of them. */
import type { Message as Twin } from "../../protocols/raft/state.ts"
import type { Line, Message } from "./lines.ts"

/** A message that was sent. */
export interface Sent {
  readonly message: Message
  /** The line that tells of it. */
  readonly line: number
  readonly sender: string
  /** The message of the protocol: with its entries, or its snapshot. */
  readonly twin: Twin
  /** The lines of the Readies of its sender that were taken before it. */
  readonly readies: number
  /** The Ready that took it along: its line; none so far: 0. */
  released: number
  /** Its sender crashed before it had left. */
  lost: boolean
}

/** Equal messages have equal keys: they have no identity. */
const keyOf = (m: Message): string =>
  `${m.type} ${m.term} ${m.from} ${m.to} ${m.index} ${m.logTerm} ` +
  `${m.entries} ${m.commit} ${m.vote} ${m.reject} ${m.rejectHint}`

/** Must it be written what an answer rests on, before it leaves? */
export const isPromise = ({ type }: Message): boolean =>
  type === "MsgAppResp" || type === "MsgVoteResp"

export class Network {
  private readonly sent = new Map<string, Sent>()

  /** Of equal messages the first that may have left counts. */
  send(line: Line, twin: Twin, readies: number): Sent {
    const message = line.msg!
    const key = keyOf(message)
    const known = this.sent.get(key)
    if (known !== undefined && !known.lost) return known
    const sender = line.nid
    const one = {
      message,
      line: line.line,
      sender,
      twin,
      readies,
      released: 0,
      lost: false
    }
    this.sent.set(key, one)
    return one
  }

  find(message: Message): Sent | undefined {
    return this.sent.get(keyOf(message))
  }
}
