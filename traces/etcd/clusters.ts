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

/** Does a server begin here, and not for the first time, with an empty log? */
const begins = (
  lines: ReadonlyArray<Line>,
  i: number,
  begun: ReadonlySet<string>
): boolean => {
  const { nid, name, log } = lines[i]!
  if (name !== "InitState" || log > 0 || !begun.has(nid)) return false
  const own = lines.slice(i + 1, i + 100).filter((line) => line.nid === nid)
  const [, , first, second] = own
  return (
    first?.name === "BecomeFollower" &&
    first.state.term === 1 &&
    second?.name === "ApplyConfChange" &&
    second.log > 0
  )
}

/** A server that begins a cluster anew, in the lines up to a wrong one. */
export const begunTwice = (
  lines: ReadonlyArray<Line>,
  wrong: number
): Problem | undefined => {
  const begun = new Set<string>()
  for (const [i, { line, nid }] of lines.entries()) {
    if (line > wrong) return undefined
    if (begins(lines, i, begun)) {
      const cause = `two clusters: ${nid} begins one anew`
      return { field: "event.name", cause, line }
    }
    begun.add(nid)
  }
  return undefined
}
