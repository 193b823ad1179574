/**
 * Random walks of a Raft cluster over a bad network: messages are lost, come
 * again and overtake each other, servers are cut off and crash. All randomness
 * comes from what is given.
 */
import type { Choice } from "../../protocols/kernel/action.ts"
import { choicesOf } from "../../protocols/kernel/attempt.ts"
import type { World } from "../../protocols/raft/properties.ts"
import type { Constants, Message, Server } from "../../protocols/raft/state.ts"
import {
  type Actions,
  beginning,
  type Schedule,
  tried,
  type Turn
} from "./raft-schedule.ts"

/** A random number of 0 to `below - 1`. */
export type Random = (below: number) => number

/** What happens now and then, and how often among such. */
const rare: Readonly<Record<string, number>> = {
  ClientRequest: 30,
  LoseContact: 3,
  BecomePreCandidate: 4,
  Timeout: 4,
  KeepLeading: 3,
  StepDown: 1,
  Resend: 3,
  Crash: 2,
  Compact: 6,
  InstallSnapshot: 12,
  ChangeConfiguration: 12,
  TransferLeadership: 3,
  AbortTransfer: 1
}

/** What is possible for those alone that do not lead. */
const followers: ReadonlyArray<string> = [
  "BecomeLeader",
  "BecomePreCandidate",
  "Concede",
  "LoseContact",
  "Timeout"
]

/** What anybody may do. */
const anybody: ReadonlyArray<string> = ["Apply", "Compact", "Crash", "Persist"]

/** So often nothing may be possible before something rare is tried. */
const PATIENCE = 40

interface Local {
  readonly name: string
  readonly choices: ReadonlyArray<Choice | undefined>
}

/** What a server may try by itself. */
interface Locals {
  readonly usual: ReadonlyArray<Local>
  /** Each as often as it is to be tried. */
  readonly rare: ReadonlyArray<Local>
}

interface Walk {
  readonly constants: Constants
  readonly actions: Actions
  readonly leading: Locals
  readonly following: Locals
  readonly receiving: ReadonlyMap<string, ReadonlyArray<string>>
  readonly random: Random
  world: World
  network: Array<Message>
  cutOff: string | undefined
  /** How often nothing was possible since the last step. */
  idle: number
}

const receivers = (actions: Actions) => {
  const found = new Map<string, ReadonlyArray<string>>()
  for (const [name, action] of Object.entries(actions)) {
    if (action._tag !== "Receiving") continue
    for (const tag of action.receives) {
      found.set(tag, [...(found.get(tag) ?? []), name])
    }
  }
  return found
}

const isOff = (name: string, k: Constants): boolean =>
  (name === "PipelineEntries" && !k.Pipelining) ||
  (name === "Resend" && !k.Pipelining) ||
  (name === "Heartbeat" && !k.Heartbeats) ||
  (name === "Apply" && !k.ExplicitApply) ||
  (name === "Persist" && !k.ExplicitPersist) ||
  (name === "BecomePreCandidate" && !k.PreVote)

/** What there is to choose from, once for all walks of a cluster. */
export const prepared = (constants: Constants, actions: Actions) => {
  const locals = Object.entries(actions).flatMap(([name, action]) => {
    if (action._tag !== "Local" || isOff(name, constants)) return []
    const choices = choicesOf(action, constants)
    return choices.length === 0 ? [] : [{ name, choices }]
  })
  const of = (may: (name: string) => boolean): Locals => ({
    usual: locals.filter(({ name }) => may(name) && !(name in rare)),
    rare: locals.flatMap((local) =>
      Array.from(
        { length: may(local.name) ? (rare[local.name] ?? 0) : 0 },
        () => local
      )
    )
  })
  return {
    constants,
    actions,
    receiving: receivers(actions),
    leading: of((name) => !followers.includes(name)),
    following: of((name) => [...followers, ...anybody].includes(name))
  }
}

const take = (walk: Walk, turn: Turn): boolean => {
  const { server, action, about } = turn
  const { constants, world, random } = walk
  const self = world.server[server]!
  const done = tried(walk.actions[action]!, self, about, constants)
  if (done === undefined) return false
  walk.world = { ...world, server: { ...world.server, [server]: done.state } }
  for (const message of done.sent) {
    if (random(20) > 0) walk.network.push(message)
  }
  return true
}

/** Seen without comparing logs: it has changed nothing since its last write. */
const isWritten = (self: Server): boolean =>
  self.outbox.length === 0 &&
  self.log === self.durable.log &&
  self.snapshot === self.durable.snapshot &&
  self.currentTerm === self.durable.currentTerm &&
  self.votedFor === self.durable.votedFor &&
  self.commitIndex === self.durable.commitIndex

/** One server decides by itself. */
const act = (walk: Walk): Turn | undefined => {
  const { random, constants } = walk
  const server = constants.Server[random(constants.Server.length)]!
  const self = walk.world.server[server]!
  const isLeader = self.role === "leader"
  const { usual, rare } = isLeader ? walk.leading : walk.following
  // Who leads is left in peace for a while, or else nothing gets done.
  const isTime = walk.idle > PATIENCE || random(isLeader ? 12 : 80) === 0
  const locals = isTime ? rare : usual
  const { name, choices } = locals[random(locals.length)]!
  if (name === "Persist" && isWritten(self)) return undefined
  const about = choices[random(choices.length)]
  const turn = { server, action: name, ...(about && { about }) }
  return take(walk, turn) ? turn : undefined
}

/** One message arrives, is lost, or is of no use to anybody any more. */
const deliver = (walk: Walk): Turn | undefined => {
  const { network, random, receiving, cutOff } = walk
  if (network.length === 0) return undefined
  const at = random(network.length)
  const message = network[at]!
  const { to, from, _tag } = message
  if (to !== cutOff && from !== cutOff) {
    for (const action of receiving.get(_tag) ?? []) {
      const turn = { server: to, action, about: message }
      if (!take(walk, turn)) continue
      // A server that enters a term answers the message afterwards.
      if (action !== "UpdateTerm" && random(8) > 0) network.splice(at, 1)
      return turn
    }
  }
  network.splice(at, 1)
  return undefined
}

/** A walk of so many steps; fewer only where nobody can take one. */
export const walked = (
  cluster: ReturnType<typeof prepared>,
  length: number,
  random: Random
): Schedule => {
  const { constants } = cluster
  const walk: Walk = {
    ...cluster,
    random,
    world: beginning(constants),
    network: [],
    cutOff: undefined,
    idle: 0
  }
  const turns: Array<Turn> = []
  for (let n = 0; turns.length < length && n < length * 50; n++) {
    if (random(200) === 0) walk.cutOff = constants.Server[random(5)]
    const turn = random(2) > 0 ? deliver(walk) : act(walk)
    walk.idle = turn === undefined ? walk.idle + 1 : 0
    if (turn !== undefined) turns.push(turn)
  }
  return { constants, turns, walked: true }
}
