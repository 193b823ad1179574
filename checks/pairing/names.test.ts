import { describe, expect, it } from "vitest"
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"
import { type Edit, edited, found, spec, twin } from "./fixtures.ts"

const X = "TwoPhaseCommit.tla"
const MC = "MCTwoPhaseCommit.tla"
const HEAD =
  "--------------------------- MODULE TwoPhaseCommit ---------------------------"

const edits: ReadonlyArray<Edit> = [
  [
    "property renamed",
    X,
    "Consistent ==",
    "Consistency ==",
    [
      [
        "Property",
        "one of the invariants, Consistency is in the spec only",
        "Consistency ==",
        "invariants: { Consistent },"
      ],
      [
        "Property",
        "one of the invariants, Consistent is in the twin only",
        HEAD,
        "export const Consistent = (world: World): boolean =>"
      ]
    ]
  ],
  [
    "property of another kind",
    X,
    "EveryoneDecides == <>(",
    "EveryoneDecides == (",
    [
      [
        "Property",
        "one of the invariants, EveryoneDecides is in the spec only",
        'EveryoneDecides == (\\A rm \\in RM : rmState[rm] \\in {"committed", "aborted"})',
        "invariants: { Consistent },"
      ],
      [
        "Property",
        "one of the liveness, EveryoneDecides is in the twin only",
        HEAD,
        "export const EveryoneDecides = eventually((world: World) =>"
      ]
    ]
  ],
  [
    "property of another form",
    X,
    "EveryoneDecides == <>(",
    "EveryoneDecides == []<>(",
    [
      [
        "Property",
        "EveryoneDecides is []<>P in the spec, <>P in the twin",
        'EveryoneDecides == []<>(\\A rm \\in RM : rmState[rm] \\in {"committed", "aborted"})',
        "export const EveryoneDecides = eventually((world: World) =>"
      ]
    ]
  ],
  [
    "invariant about the empty tuple",
    X,
    "    \\A r1, r2",
    "    <<>> = <<>> /\\ \\A r1, r2",
    []
  ],
  [
    "witness renamed",
    MC,
    "NobodyCommits ==",
    "NoCommit ==",
    [
      [
        "Property",
        "one of the witnesses, NoCommit is in the spec only",
        'NoCommit == \\A rm \\in RM : rmState[rm] # "committed"',
        "witnesses: { NobodyCommits, NobodyAborts, NoPromiseInVain },"
      ],
      [
        "Property",
        "one of the witnesses, NobodyCommits is in the twin only",
        "-------------------------- MODULE MCTwoPhaseCommit --------------------------",
        'export const NobodyCommits = (world: World): boolean => none(world, "committed")'
      ]
    ]
  ],
  [
    "symmetry of other names",
    MC,
    "Permutations(RM)",
    "Permutations(TMMayCrash)",
    [
      [
        "Constant",
        "ParticipantsAreAlike: constant TMMayCrash is in the spec only",
        "ParticipantsAreAlike == Permutations(TMMayCrash)",
        'export const ParticipantsAreAlike = ["RM"] as const'
      ],
      [
        "Constant",
        "ParticipantsAreAlike: constant RM is in the twin only",
        "ParticipantsAreAlike == Permutations(TMMayCrash)",
        "RM: Schema.Array(Schema.String).check(Schema.isNonEmpty()),"
      ]
    ]
  ],
  [
    "symmetry renamed",
    MC,
    "ParticipantsAreAlike ==",
    "Alike ==",
    [
      [
        "Property",
        "one of the symmetries, Alike is in the spec only",
        "Alike == Permutations(RM)",
        "symmetries: { ParticipantsAreAlike },"
      ],
      [
        "Property",
        "one of the symmetries, ParticipantsAreAlike is in the twin only",
        "-------------------------- MODULE MCTwoPhaseCommit --------------------------",
        'export const ParticipantsAreAlike = ["RM"] as const'
      ]
    ]
  ],
  [
    "bound that the twin does not have",
    MC,
    "EXTENDS TwoPhaseCommit, TLC",
    "EXTENDS TwoPhaseCommit, TLC\n\nCONSTANT MaxMessages\n\nFewMessages == MaxMessages > 0",
    [
      [
        "Property",
        "one of the bounds, FewMessages is in the spec only",
        "FewMessages == MaxMessages > 0",
        "bounds: {},"
      ],
      [
        "Constant",
        "constant MaxMessages is in the spec only",
        "CONSTANT MaxMessages",
        "export const Constants = Schema.Struct({"
      ]
    ]
  ],
  [
    "variable renamed",
    X,
    "    tmPrepared,  ",
    "    prepared,  ",
    [
      [
        "Variable",
        "variable prepared is in the spec only",
        "prepared,  \\* The participants that it knows to be prepared.",
        "variables: ({ rm, tm, network }) => ({"
      ],
      [
        "Variable",
        "variable tmPrepared is in the twin only",
        HEAD,
        "tmPrepared: SetOf(Schema.String)"
      ]
    ]
  ],
  [
    "fairness dropped",
    X,
    "    /\\ WF_vars(TMAbort)\n",
    "",
    [
      [
        "Fairness",
        "weakly fair action TMAbort is in the twin only",
        "Fairness ==",
        "export const TMAbort = tm.local({"
      ]
    ]
  ],
  [
    "strong fairness",
    X,
    "WF_vars(TMAbort)",
    "SF_vars(TMAbort)",
    [
      [
        "Fairness",
        "weakly fair action TMAbort is in the twin only",
        "Fairness ==",
        "export const TMAbort = tm.local({"
      ],
      [
        "Fairness",
        "strongly fair action TMAbort is in the spec only",
        "/\\ SF_vars(TMAbort)",
        'weaklyFair: ["RMPrepare", "TMAbort", "RMRcvCommitMsg", "RMRcvAbortMsg"],'
      ]
    ]
  ],
  [
    "fairness of something without a name",
    X,
    "\\A rm \\in RM : WF_vars(RMPrepare(rm))",
    "WF_vars(\\E rm \\in RM : RMPrepare(rm))",
    [
      [
        "Fairness",
        "weakly fair action WF_vars(\\E rm \\in RM : RMPrepare(rm)) is in the spec only",
        "/\\ WF_vars(\\E rm \\in RM : RMPrepare(rm))",
        'weaklyFair: ["RMPrepare", "TMAbort", "RMRcvCommitMsg", "RMRcvAbortMsg"],'
      ],
      [
        "Fairness",
        "weakly fair action RMPrepare is in the twin only",
        "Fairness ==",
        "export const RMPrepare = rm.local({"
      ]
    ]
  ],
  [
    "another message received",
    X,
    'OfType("Commit", msgs)',
    'OfType("Abort", msgs)',
    [
      [
        "Message",
        "RMRcvCommitMsg: message Abort is in the spec only",
        '\\E m \\in OfType("Abort", msgs) :',
        'export const RMRcvCommitMsg = rm.receiving("Commit", {'
      ],
      [
        "Message",
        "RMRcvCommitMsg: message Commit is in the twin only",
        "RMRcvCommitMsg(rm) ==",
        "Commit: {},"
      ]
    ]
  ],
  [
    "message that the twin does not have",
    X,
    'type : {"Commit", "Abort"}',
    'type : {"Commit", "Abort", "Ask"}',
    [
      [
        "Message",
        "message Ask is in the spec only",
        '[type : {"Prepared"}, rm : RM] \\cup [type : {"Commit", "Abort", "Ask"}]',
        "export const Message = Schema.TaggedUnion({"
      ]
    ]
  ]
]

describe("a spoilt name of the spec is found", () => {
  it.each(edits)("%s", (_what, file, from, to, differences) => {
    const specs = edited(spec, file, from, to)
    expect(found(specs, twin, TwoPhaseCommit)).toEqual(differences)
  })
})
