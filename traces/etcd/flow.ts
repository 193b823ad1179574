/**
 * What a leader believes of one peer, and when it sends it what: etcd's
 * `Progress`. Where the log does not tell which of several things happened
 * (was the window full? did the application report the peer unreachable?),
 * each possibility is a flow of its own, until a line speaks against it.
 */

/** How a leader deals with one peer. */
export interface Flow {
  readonly state: "Probe" | "Replicate" | "Snapshot"
  /** Up to here the peer is known to have the leader's log. */
  readonly match: number
  /** The next entry to send. */
  readonly next: number
  /** Nothing is sent before the peer has answered. */
  readonly paused: boolean
  /** No more messages with entries may be under way. */
  readonly full: boolean
  /** The greatest commit index that the peer was told. */
  readonly told: number
  /** The index of the snapshot that is under way. */
  readonly snapshot: number
  /** The last entries of the messages that were not answered. */
  readonly inflight: ReadonlyArray<number>
}

/** A flow to a peer of which nothing is known. */
export const unknown = (next: number): Flow => ({
  state: "Probe",
  match: 0,
  next,
  paused: false,
  full: false,
  told: 0,
  snapshot: 0,
  inflight: []
})

const renewed = { paused: false, full: false, snapshot: 0, inflight: [] }

/** Entries are sent one message at a time. */
export const probe = (flow: Flow): Flow => {
  const { match, snapshot, told } = flow
  const next =
    flow.state === "Snapshot" ? Math.max(match, snapshot) + 1 : match + 1
  const least = Math.min(told, next - 1)
  return { ...flow, ...renewed, state: "Probe", next, told: least }
}

/** Entries are sent without waiting for answers. */
export const replicate = (flow: Flow): Flow => ({
  ...flow,
  ...renewed,
  state: "Replicate",
  next: flow.match + 1
})

/** A snapshot up to this index is under way. */
export const installing = (flow: Flow, snapshot: number): Flow => ({
  ...flow,
  ...renewed,
  state: "Snapshot",
  snapshot,
  next: snapshot + 1,
  told: snapshot
})

/** The flows once a message with so many entries was sent. */
export const sent = (
  flow: Flow,
  entries: number,
  commit: number
): ReadonlyArray<Flow> => {
  const after = { ...flow, told: commit }
  if (flow.state === "Probe") {
    return [entries > 0 ? { ...after, paused: true } : after]
  }
  if (entries === 0) return [{ ...after, paused: flow.full }]
  const next = flow.next + entries
  const more = { ...after, next, inflight: [...flow.inflight, next - 1] }
  return [
    { ...more, paused: false, full: false },
    { ...more, paused: true, full: true }
  ]
}

/** Would telling this commit index move that of the peer? */
export const canTell = ({ told, next }: Flow, commit: number): boolean =>
  commit > told && told < next - 1

/** The peer has acknowledged an index beyond `match`. */
const acknowledged = (flow: Flow, index: number): Flow => ({
  ...flow,
  match: index,
  next: Math.max(flow.next, index + 1),
  paused: false,
  inflight: flow.inflight.filter((last) => last > index)
})

/** A window that was full has room again; if its limit is in bytes, perhaps. */
const freed = (before: Flow, after: Flow): ReadonlyArray<Flow> => {
  const { length } = after.inflight
  if (!before.full || length === before.inflight.length) return [after]
  const open = { ...after, full: false }
  return length === 0 ? [open] : [open, after]
}

/**
 * What an acknowledgement makes of a flow; none: it is an old one. Entries up
 * to `handed` may be compacted: then a snapshot is waited for still.
 */
export const accepted = (
  flow: Flow,
  index: number,
  handed: number
): ReadonlyArray<Flow> | undefined => {
  const news = index > flow.match
  if (!news && !(index === flow.match && flow.state === "Probe")) {
    return undefined
  }
  const after = news ? acknowledged(flow, index) : flow
  switch (flow.state) {
    case "Probe":
      return [replicate(after)]
    case "Replicate":
      return freed(flow, after)
    case "Snapshot": {
      const reconnected = replicate(after)
      return index < handed ? [after, reconnected] : [reconnected]
    }
  }
}

/** What a refusal makes of a flow; none: it is an old one. */
export const refused = (
  flow: Flow,
  index: number,
  hint: number
): Flow | undefined => {
  if (flow.state === "Replicate") {
    return index <= flow.match ? undefined : probe(flow)
  }
  if (flow.next - 1 !== index) return undefined
  const next = Math.max(Math.min(index, hint + 1), flow.match + 1)
  return { ...flow, next, told: Math.min(flow.told, next - 1), paused: false }
}

/** What the application can have reported, though no line tells of it. */
export const reported = (flow: Flow): ReadonlyArray<Flow> => {
  switch (flow.state) {
    case "Probe":
      return []
    case "Replicate":
      return [probe(flow)]
    case "Snapshot":
      return [probe(flow), probe({ ...flow, snapshot: 0 })]
  }
}

const same = (a: Flow, b: Flow): boolean =>
  a.state === b.state &&
  a.next === b.next &&
  a.paused === b.paused &&
  a.full === b.full &&
  a.told === b.told &&
  a.snapshot === b.snapshot &&
  a.inflight.length === b.inflight.length

/** The flows, each once. */
export const distinct = (flows: ReadonlyArray<Flow>): ReadonlyArray<Flow> =>
  flows.filter((flow, i) => flows.findIndex((f) => same(f, flow)) === i)
