/** Is a log that of one cluster? */
import type { Problem } from "../format.ts"
import type { Line } from "./lines.ts"

/** Sets of ids that grow together. */
class Groups {
  private readonly parents = new Map<string, string>()

  find(id: string): string {
    const parent = this.parents.get(id) ?? id
    if (parent === id) return id
    const root = this.find(parent)
    this.parents.set(id, root)
    return root
  }

  join(ids: ReadonlyArray<string>): void {
    for (const id of ids) this.parents.set(this.find(id), this.find(ids[0]!))
  }
}

const idsOf = ({ nid, conf, msg, prop }: Line): ReadonlyArray<string> => [
  nid,
  ...conf[0],
  ...conf[1],
  ...(msg === undefined ? [] : [msg.from, msg.to]),
  ...(prop?.cc?.newconf ?? []),
  ...(prop?.cc?.changes ?? []).map((change) => change.nid)
]

/** Servers that have never heard of each other belong to two clusters. */
export const clusters = (lines: ReadonlyArray<Line>): Problem | undefined => {
  const groups = new Groups()
  for (const line of lines) groups.join(idsOf(line))
  const configured = lines.filter(({ conf }) => conf[0].length > 0)
  const first = configured[0]
  if (first === undefined) return undefined
  const other = configured.find(
    ({ nid }) => groups.find(nid) !== groups.find(first.nid)
  )
  if (other === undefined) return undefined
  const cause = `${other.nid} and ${first.nid} have never heard of each other`
  const { line } = other
  return { field: "event.conf", cause: `two clusters: ${cause}`, line }
}

/** Does a server with an empty log begin a cluster here? */
const begins = (own: ReadonlyArray<Line>): boolean => {
  const [first, , , follower, change] = own
  return (
    first!.log === 0 &&
    follower?.name === "BecomeFollower" &&
    follower.state.term === 1 &&
    change?.name === "ApplyConfChange" &&
    change.log > 0
  )
}

/** To start takes so many lines. */
const START = 3

/**
 * A server that begins a cluster anew, or starts while it is starting, in the
 * lines up to a wrong one.
 */
export const begunTwice = (
  lines: ReadonlyArray<Line>,
  wrong: number
): Problem | undefined => {
  const begun = new Map<string, { readonly line: number; own: number }>()
  for (const [i, { line, nid, name }] of lines.entries()) {
    if (line > wrong) return undefined
    const last = begun.get(nid)
    if (last !== undefined) last.own += 1
    if (last !== undefined && name === "InitState") {
      const near = lines.slice(i, i + 100).filter((other) => other.nid === nid)
      if (last.own <= START || begins(near)) {
        const cause = `${nid} begins one here and in line ${last.line}`
        return { field: "event.name", cause: `two clusters: ${cause}`, line }
      }
    }
    if (name === "InitState") begun.set(nid, { line, own: 1 })
  }
  return undefined
}
