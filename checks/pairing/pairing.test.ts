import { describe, expect, it } from "vitest"
import { eventuallyAlways, forAll } from "../../protocols/kernel/liveness.ts"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"
import { TransactionCommit } from "../../protocols/two-phase-commit/transaction-commit.ts"
import { constants, edited, found, spec, twin } from "./fixtures.ts"
import type { Source } from "./module.ts"
import { pair } from "./pairing.ts"

const without = <A>(record: Readonly<Record<string, A>>, name: string) =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name))

describe("the pairs of this repository", () => {
  it.each([TransactionCommit, TwoPhaseCommit])("$module", (protocol) => {
    expect(pair(spec, twin, protocol, constants)).toEqual([])
  })
})

describe("an edit of the twin is found", () => {
  it.each([
    [
      "sentence",
      "actions.ts",
      "coordinator learns",
      "coordinator hears",
      'TMRcvPrepared is told as "The coordinator learns that a participant is prepared." in the spec, as "The coordinator hears that a participant is prepared." in the twin',
      "TMRcvPrepared ==",
      'export const TMRcvPrepared = tm.receiving("Prepared", {'
    ],
    [
      "no sentence",
      "protocol.ts",
      "    /**\n     * Seen without",
      "    /*\n     * Seen without",
      'RefinesTransactionCommit is told as "Seen without coordinator and messages, this is a transaction commit protocol. Why: commit is said only when everyone is prepared, so whoever commits may, and then nobody aborts any more." in the spec, as "" in the twin',
      "RefinesTransactionCommit == TC!Spec",
      "RefinesTransactionCommit: {"
    ],
    [
      "sentence of a witness",
      "properties.ts",
      "Refuted by the shortest way to abort",
      "Refuted by an abort",
      'NobodyAborts is told as "Refuted by the shortest way to abort." in the spec, as "Refuted by an abort." in the twin',
      'NobodyAborts == \\A rm \\in RM : rmState[rm] # "aborted"',
      'export const NobodyAborts = (world: World): boolean => none(world, "aborted")'
    ]
  ])("%s", (_what, file, from, to, sentence, inSpec, inTwin) => {
    expect(found(spec, edited(twin, file, from, to), TwoPhaseCommit)).toEqual([
      ["Sentence", sentence, inSpec, inTwin]
    ])
  })

  const P = TwoPhaseCommit
  it.each<[Partial<Protocol>, string]>([
    [
      { next: without(P.next, "TMAbort") },
      "action TMAbort is in the spec only"
    ],
    [
      { environment: {} },
      "action of the environment TMCrash is in the spec only"
    ],
    [
      {
        next: { ...P.next, RMPrepare: { ...P.next["RMPrepare"]!, guards: {} } }
      },
      "RMPrepare: guard Working is in the spec only"
    ],
    [
      { actionProperties: {} },
      "one of the actionProperties, DecisionsAreFinal is in the spec only"
    ],
    [
      { refinements: {} },
      "one of the refinements, RefinesTransactionCommit is in the spec only"
    ],
    [
      { bounds: { Few: () => true } },
      "one of the bounds, Few is in the twin only"
    ],
    [
      { constants: TransactionCommit.constants },
      "constant TMMayCrash is in the spec only"
    ],
    [
      { variables: () => ({ rmState: 0, tmState: 0, msgs: 0 }) },
      "variable tmPrepared is in the spec only"
    ],
    [
      { weaklyFair: [...P.weaklyFair, "TMCommit"] },
      "weakly fair action TMCommit is in the twin only"
    ],
    [
      { stronglyFair: ["TMCommit"] },
      "strongly fair action TMCommit is in the twin only"
    ],
    [
      {
        liveness: {
          EveryoneDecides: forAll(
            () => [1],
            () => eventuallyAlways(() => true)
          )
        }
      },
      "EveryoneDecides is <>P in the spec, <>[]P in the twin"
    ]
  ])("%o", (change, sentence) => {
    const differences = found(spec, twin, { ...P, ...change })
    expect(differences.map(([, what]) => what)).toEqual([sentence])
  })
})

describe("nothing to compare is no agreement", () => {
  const sentences = (specs: ReadonlyArray<Source>, twins = twin) =>
    pair(specs, twins, TwoPhaseCommit, constants).map((d) => d.sentence)

  it("no module", () => {
    expect(sentences([])).toEqual(["the module TwoPhaseCommit is not there"])
  })

  it("no module of models", () => {
    const some = spec.filter(({ path }) => !path.includes("MC"))
    expect(sentences(some)).toEqual([
      "the module MCTwoPhaseCommit is not there"
    ])
  })

  it("no twin", () => {
    expect(sentences(spec, [])).toEqual([
      "a file that is the twin of TwoPhaseCommit is not there"
    ])
  })

  it("no actions and no guards, on both sides", () => {
    const specs = ["", "MC"].map((prefix) => ({
      path: `${prefix}X.tla`,
      text: `---- MODULE ${prefix}TwoPhaseCommit ----\n====\n`
    }))
    const empty = { ...TwoPhaseCommit, next: {}, environment: {} }
    expect(pair(specs, twin, empty, constants).map((d) => d.sentence)).toEqual(
      expect.arrayContaining([
        "the spec has no actions",
        "the spec has no guards"
      ])
    )
  })

  it("a property that does not say why, on both sides", () => {
    const specs = edited(
      spec,
      "TransactionCommit.tla",
      "Why: whoever",
      "For whoever"
    )
    const twins = edited(
      twin,
      "transaction-commit.ts",
      "Why: whoever",
      "For whoever"
    )
    expect(
      pair(specs, twins, TransactionCommit, constants).map((d) => d.sentence)
    ).toEqual(["Consistent does not say why it holds"])
  })
})
