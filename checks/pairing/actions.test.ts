import { describe, expect, it } from "vitest"
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"
import { type Edit, edited, found, spec, twin } from "./fixtures.ts"

const X = "TwoPhaseCommit.tla"

const edits: ReadonlyArray<Edit> = [
  [
    "guard renamed",
    X,
    "AllPrepared ::",
    "Everyone ::",
    [
      [
        "Guard",
        "TMCommit: guard Everyone is in the spec only",
        "/\\ Everyone :: tmPrepared = RM",
        "export const TMCommit = tm.local({"
      ],
      [
        "Guard",
        "TMCommit: guard AllPrepared is in the twin only",
        "TMCommit ==",
        "AllPrepared: (self, { RM }) => RM.every((r) => self.tmPrepared.includes(r))"
      ]
    ]
  ],
  [
    "guards in another order",
    X,
    `/\\ Undecided :: tmState = "init"
    /\\ AllPrepared :: tmPrepared = RM`,
    `/\\ AllPrepared :: tmPrepared = RM
    /\\ Undecided :: tmState = "init"`,
    [
      [
        "Guard",
        "TMCommit: guard AllPrepared stands where the twin has Undecided",
        "/\\ AllPrepared :: tmPrepared = RM",
        'Undecided: (self) => self.tmState === "init",'
      ]
    ]
  ],
  [
    "guard in a comment",
    X,
    '/\\ Undecided(m) :: tmState = "init"',
    '(* (* inner *) /\\ Undecided(m) :: tmState = "init" *)',
    [
      [
        "Guard",
        "TMRcvPrepared: guard Undecided is in the twin only",
        "TMRcvPrepared ==",
        'Undecided: (self) => self.tmState === "init"'
      ]
    ]
  ],
  [
    "guard without a label",
    X,
    "UNCHANGED <<rmState, tmState, msgs>>",
    "UNCHANGED <<rmState, tmState, msgs>>\n        /\\ m.rm \\in RM",
    [
      [
        "Guard",
        "TMRcvPrepared: a conjunct is no change and has no label",
        "/\\ m.rm \\in RM",
        'export const TMRcvPrepared = tm.receiving("Prepared", {'
      ]
    ]
  ],
  [
    "guard behind a change",
    X,
    `/\\ Working :: rmState[rm] = "working"
    /\\ rmState' = [rmState EXCEPT ![rm] = "prepared"]`,
    `/\\ rmState' = [rmState EXCEPT ![rm] = "prepared"]
    /\\ Working :: rmState[rm] = "working"`,
    [
      [
        "Guard",
        "RMPrepare: guard Working follows a change",
        '/\\ Working :: rmState[rm] = "working"',
        "export const RMPrepare = rm.local({"
      ]
    ]
  ],
  [
    "sentence",
    X,
    "(* A participant is told to commit.  ",
    "(* A participant is told to stop.  ",
    [
      [
        "Sentence",
        'RMRcvCommitMsg is told as "A participant is told to stop." in the spec, as "A participant is told to commit." in the twin',
        "RMRcvCommitMsg(rm) ==",
        'export const RMRcvCommitMsg = rm.receiving("Commit", {'
      ]
    ]
  ],
  [
    "action left out of Next",
    X,
    "    \\/ TMAbort\n",
    "",
    [
      [
        "Action",
        "action TMAbort is in the twin only",
        "Next ==",
        "export const TMAbort = tm.local({"
      ],
      [
        "Action",
        "TMAbort is not among the actions of Next",
        "TMAbort ==",
        "export const Next = {"
      ]
    ]
  ],
  [
    "actions in another order",
    X,
    "    \\/ TMCommit\n    \\/ TMAbort\n",
    "    \\/ TMAbort\n    \\/ TMCommit\n",
    [
      [
        "Action",
        "action TMAbort stands where the twin has TMCommit",
        "TMAbort ==",
        "export const TMCommit = tm.local({"
      ]
    ]
  ],
  [
    "environment forgotten",
    X,
    "    \\/ Environment\n",
    "",
    [
      [
        "Action",
        "action of the environment TMCrash is in the twin only",
        "Environment == TMCrash",
        "export const TMCrash = tm.local({"
      ],
      [
        "Action",
        "TMCrash is not among the actions of Next",
        "TMCrash ==",
        "export const Next = {"
      ]
    ]
  ]
]

describe("a spoilt action of the spec is found", () => {
  it.each(edits)("%s", (_what, file, from, to, differences) => {
    const specs = edited(spec, file, from, to)
    expect(found(specs, twin, TwoPhaseCommit)).toEqual(differences)
  })
})
