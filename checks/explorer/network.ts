/** The network in cells: one for each part that messages lie in. */
import type {
  Message,
  Network as Kernel
} from "../../protocols/kernel/protocol.ts"
import { key, setOf, sorted } from "../../protocols/kernel/value.ts"
import type { Cells } from "./cells.ts"
import type { Write } from "./source.ts"

type Messages = ReadonlyArray<Message>
type Update = (id: number) => number

export class Network {
  private readonly kernel: Kernel<Message>
  private readonly cells: Cells
  private readonly onNewCell: (cell: number) => void
  private readonly cellOf = new Map<string, number>()
  private readonly first: Array<Message> = []
  private readonly updates = new Map<string, Update>()

  constructor(
    kernel: Kernel<Message>,
    cells: Cells,
    onNewCell: (cell: number) => void
  ) {
    this.kernel = kernel
    this.cells = cells
    this.onNewCell = onNewCell
  }

  /** The cells of all parts so far. */
  get parts(): ReadonlyArray<number> {
    return [...this.cellOf.values()]
  }

  /** The messages in a part, in the order of their keys. */
  messages(cell: number, id: number): Messages {
    return this.cells.value(cell, id) as Messages
  }

  /** How the network changes when one message is taken and others are sent. */
  writes(
    sent: Messages,
    received: { readonly message: Message; readonly cell: number } | undefined
  ): ReadonlyArray<Write> {
    const taken = this.kernel.semantics === "bag" ? received : undefined
    const touched = new Set(sent.map((message) => this.partOf(message)))
    if (taken !== undefined) touched.add(taken.cell)
    return [...touched].map((cell) => ({
      cell,
      update: this.update(
        cell,
        taken?.cell === cell ? taken.message : undefined,
        sent.filter((message) => this.partOf(message) === cell)
      )
    }))
  }

  /** A message that lies in a part: the first that ever did. */
  sample(cell: number): Message {
    return this.first[cell]!
  }

  /** The id of a part in which these messages lie. */
  intern(cell: number, messages: Messages): number {
    const order = this.kernel.semantics === "set" ? setOf : sorted
    return this.cells.intern(cell, order(messages))
  }

  /** The cell of the part that a message lies in; it may be a new one. */
  partOf(message: Message): number {
    const part = this.kernel.part(message)
    const known = this.cellOf.get(part)
    if (known !== undefined) return known
    const cell = this.cells.add(`network ${part}`)
    this.cellOf.set(part, cell)
    this.first[cell] = message
    this.cells.intern(cell, [])
    this.onNewCell(cell)
    return cell
  }

  /** The same function for the same change, so that its results are kept. */
  private update(
    cell: number,
    taken: Message | undefined,
    sent: Messages
  ): Update {
    const text = key([cell, taken ?? null, sent])
    const known = this.updates.get(text)
    if (known !== undefined) return known
    const update = (id: number): number => {
      const before = this.messages(cell, id)
      const at = before.findIndex((message) => key(message) === key(taken))
      const left = taken === undefined ? before : before.toSpliced(at, 1)
      return this.intern(cell, [...left, ...sent])
    }
    this.updates.set(text, update)
    return update
  }
}
