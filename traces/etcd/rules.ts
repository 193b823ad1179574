/**
 * Where etcd's library is narrower than the algorithm, or its tracing tells
 * more: each rule has a name and a sentence. A rejection names them.
 */
export const rules = {
  StepsAreWhole:
    "A server ends a step before it begins another, and tells all of it.",
  StepsBeginWithACause: "This only follows from something else.",
  EarlierTermsAreIgnored: "What is of an earlier term has no effect.",
  LaterTermsAreEntered: "Whoever hears of a later term enters it, and follows.",
  StartsFirst: "A server starts before it does anything else.",
  LeavesWithReady:
    "A message leaves only after the Ready that holds it was taken.",
  LostInTheCrash:
    "What was not written when a server crashed was never sent by it.",
  AcknowledgedStays: "What a server acknowledged it still has after a restart.",
  OwnAnswersInOrder:
    "What a server tells itself comes back once, in the order it was told.",
  OwnVoteWhenWritten: "A candidate counts its own vote once that is written.",
  AnswersOfMembers:
    "An answer is looked at only if its sender is in the configuration.",
  AddressedToIt: "A server receives only what is addressed to it.",
  OnlyLeadersAppend: "Only a leader appends, sends entries and heartbeats.",
  OneLeaderATerm: "Nobody but its leader sends messages of a leader in a term.",
  SnapshotOfApplied:
    "A snapshot holds what was applied, and no less than before.",
  ConfigurationOfSnapshot:
    "The configuration of a snapshot is that of its index.",
  BeginnersAreAddedOneByOne:
    "Every server begins with the same entries: each adds one.",
  ChangesBeforeElections:
    "A server stands only once it has applied all committed changes.",
  MembersAreSentTo: "A leader sends to the others of its configuration.",
  EntriesAreThere: "A leader sends entries that it has, if there are any.",
  OwnProgressIsShown: "What is shown with MsgApp is the sender's own progress.",
  OneChangeInFlight: "A change is proposed once the one before is applied.",
  CommittedStays: "What is committed is not replaced.",
  HeartbeatsCommitWhatIsThere:
    "A heartbeat commits only what its receiver has.",
  AppliedAreCommitted: "Changes that are applied were committed.",
  ChangesAreAsProposed: "A change does what was proposed.",
  TermsAreHeardOf: "A server enters a higher term only if it heard of it.",
  FollowersStayWithoutPreVote: "Without PreVote nobody concedes unheard."
} as const
export type RuleName = keyof typeof rules
