/** What scripts of three servers have in common. */
import type { Message } from "../etcd/lines.ts"
import { Cluster, unborn } from "./etcd-cluster.ts"

export type Sent = readonly [own: Message, second: Message, third: Message]

/** Three servers; the first leads in term 2, and has appended an entry. */
export const led = (): { readonly cluster: Cluster; readonly sent: Sent } => {
  const cluster = new Cluster(["1", "2", "3"])
  return { cluster, sent: elected(cluster, "1", "2") }
}

/** They have agreed on its first entry, the fourth of all. */
export const agreed = (): Cluster => {
  const { cluster, sent } = led()
  cluster.agree(sent, true)
  return cluster
}

export const elected = (cluster: Cluster, id: string, voter: string): Sent =>
  cluster.elect(id, voter) as Sent

export const requestTo = (
  requests: ReadonlyArray<Message>,
  id: string
): Message => requests.find(({ to }) => to === id)!

export const restarts = (
  cluster: Cluster,
  id: string,
  fields: Parameters<Cluster["set"]>[1]
): void => {
  const { voters } = cluster.set(id, {})
  const { term, vote, commit, terms } = cluster.set(id, fields)
  cluster.set(id, { ...unborn, voters: [] })
  cluster.tell(id, "InitState")
  cluster.change(id, [])
  cluster.set(id, { term, vote, commit, terms })
  cluster.tell(id, "BecomeFollower")
  cluster.ready(id)
  for (const [i] of voters.entries()) cluster.change(id, voters.slice(0, i + 1))
}
