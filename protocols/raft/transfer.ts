/**
 * How a leader hands over to another: action for action, guard for guard, the
 * executable twin of `spec/raft/Transfer.tla`.
 */
import { step } from "../kernel/action.ts"
import {
  configuration,
  isConfigured,
  isElectable,
  isVoter
} from "./configuration.ts"
import { server } from "./elections.ts"
import { campaigning, lastIndex, matchOf } from "./log.ts"
import { isLeader, isNotTransferring } from "./replication.ts"
import { None, type Server } from "./state.ts"

const isTransferring = ({ transferee }: Server): boolean => transferee !== None

/**
 * The leader is to hand over to another, and appends nothing meanwhile
 * (3.10, 6.4.1).
 */
export const TransferLeadership = server
  .choosing(({ Transferees }) => Transferees.map((to) => ({ to })))
  .local({
    guards: {
      Leader: isLeader,
      ToAnother: (self, { to }) => to !== self.id,
      Voter: (self, { to }, constants) =>
        isVoter(configuration(self, constants), to),
      NotTransferring: isNotTransferring
    },
    step: (self, { to }, { Reads }) =>
      step({ ...self, transferee: to, leaseVoid: Reads.includes("lease") })
  })

/** The other has all that the leader has: it is to campaign at once (3.10). */
export const TimeoutNow = server.local({
  guards: {
    Transferring: isTransferring,
    CaughtUp: (self) => matchOf(self, self.transferee) === lastIndex(self)
  },
  step: (self) =>
    step(self, {
      _tag: "TimeoutNow",
      term: self.currentTerm,
      from: self.id,
      to: self.transferee
    })
})

/**
 * A server campaigns because its leader wants it, whoever has a lease
 * (3.10, 4.2.3).
 */
export const CampaignAtOnce = server.receiving("TimeoutNow", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    Follower: (self) => self.role === "follower",
    Electable: (self, _m, constants) => isElectable(self, constants),
    Configured: (self, _m, constants) => isConfigured(self, constants)
  },
  step: (self, _m, constants) => campaigning(self, true, constants)
})

/** The leader has waited for the other long enough, and leads on (3.10). */
export const AbortTransfer = server.local({
  guards: {
    Transferring: isTransferring
  },
  step: (self) => step({ ...self, transferee: None })
})
