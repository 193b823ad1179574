import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Tla2Tools } from "tla2tools-runner"
import { describe, expect, test } from "vitest"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { SnapshotIsolation } from "../../protocols/snapshot-isolation/protocol.ts"
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"
import { machineOf } from "../validator/machine.ts"
import { javaLogs } from "../validator/shared-logs.ts"
import { type SubjectFor, subjectFor } from "../validator/subjects.ts"
import { running } from "../validator/testing.ts"
import { type ArbiterOptions, arbitrate } from "./arbitrate.ts"
import { traceModule } from "./module.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const own = (name: string, folder = "two-phase-commit"): string =>
  `${root}/traces/${folder}/${name}.ndjson`

/** Where actions choose keys and values, and meet them. */
const chosen = (name: string): string => own(name, "snapshot-isolation")

const required = process.env["BISIM_REQUIRE_TLC"] === "1"

const tools = Tla2Tools.layer()
const available = await Effect.runPromise(
  Effect.match(Layer.build(tools).pipe(Effect.scoped), {
    onFailure: (error) => {
      if (required) throw error
      console.warn("Tests that run TLC are skipped:", error.message)
      return false
    },
    onSuccess: () => true
  })
)

const ask = (
  file: string,
  options: ArbiterOptions = {},
  subjects: SubjectFor = subjectFor
) =>
  running(arbitrate(file, root, subjects, options).pipe(Effect.provide(tools)))

const shared = (detail: string): ReadonlyArray<string> =>
  javaLogs.filter((path) => path.endsWith(`4RM.${detail}`))

describe.skipIf(!available)("TLC agrees", () => {
  const accepted = [
    own("everyone_commits"),
    own("everyone_commits_logged_without_states"),
    own("messages_lost_repeated_and_reordered"),
    own("coordinator_crashes_and_the_prepared_stay_blocked"),
    chosen("read_only_anomaly"),
    chosen("write_skew_logged_without_states"),
    own("timestamp_is_refused", "hlc"),
    own("joint_consensus", "raft"),
    own("torn_write", "raft"),
    own("servers_that_run", "raft"),
    ...["E", "V"].flatMap(shared)
  ].filter((path) => !path.includes("BUG"))

  test.each(accepted)("that %s is accepted", async (path) => {
    expect(await ask(path)).toMatchObject({
      verdict: { _tag: "Accepted" },
      ruling: { _tag: "Accepted" }
    })
  })

  const rejected = [
    own("commit_without_everyone_prepared"),
    own("one_participant_counted_twice_logged_without_states"),
    own("prepared_but_still_working"),
    chosen("torn_commit"),
    // Other messages could be received there: TLC is told which one was.
    own("clocks_that_forget_the_remote_maximum", "hlc"),
    chosen("own_write_not_found_logged_without_states"),
    own("figure_8_committed_by_counting", "raft"),
    own("servers_whose_disks_forget_their_vote", "raft"),
    ...javaLogs.filter((path) => path.includes("BUG"))
  ]

  test.each(rejected)("that %s is rejected, and where", async (path) => {
    const { verdict, ruling } = await ask(path)
    expect(verdict._tag).toBe("Rejected")
    expect(ruling).toMatchObject({
      _tag: "Rejected",
      consumed: verdict._tag === "Rejected" ? verdict.consumed : -1
    })
  })

  test("on the lines before a contradiction of the log itself", async () => {
    expect(await ask(own("gap_in_the_numbers"))).toMatchObject({
      verdict: { _tag: "Rejected", line: 6 },
      ruling: { _tag: "Accepted" }
    })
  })
})

describe.skipIf(!available)("TLC disagrees", () => {
  /** The twin of a coordinator that commits whenever it likes. */
  const careless: Protocol = {
    ...TwoPhaseCommit,
    next: {
      ...TwoPhaseCommit.next,
      TMCommit: { ...TwoPhaseCommit.next["TMCommit"]!, guards: {} }
    }
  }

  test("with a twin that has lost a guard", async () => {
    const subjects: SubjectFor = (folder) => ({ folder, protocol: careless })
    const path = own("commit_without_everyone_prepared")
    await expect(ask(path, {}, subjects)).rejects.toThrow(
      /twin and spec disagree\. The twin: all events are steps\. The spec \(TLC\): only the first 3 /
    )
  })
})

describe.skipIf(!available)("TLC leaves open", () => {
  test("a log that is too long for it", async () => {
    const asked = await ask(own("everyone_commits"), { maxEvents: 5 })
    expect(asked.ruling).toMatchObject({ _tag: "Undecided" })
  })
})

describe("the module of a log", () => {
  const machine = machineOf(TwoPhaseCommit, {
    RM: ["a", "b"],
    TMMayCrash: false
  })
  const specOf = (folder: string, { module }: Protocol): string =>
    readFileSync(`${root}/spec/${folder}/${module}.tla`, "utf8")
  const spec = specOf("two-phase-commit", TwoPhaseCommit)

  test("has a record for each line and a conjunct for each constraint", () => {
    const { module, config, weaker } = traceModule(machine, spec, [
      {
        line: 7,
        action: "RMPrepare",
        actor: "a",
        sent: [{ _tag: "Prepared", rm: "a" } as never],
        expected: [
          { _tag: "Field", actor: "a", field: "rmState", oneOf: ["prepared"] },
          { _tag: "Kept", kind: "rm", field: "rmState", except: ["a"] }
        ]
      },
      {
        line: 8,
        expected: [
          {
            _tag: "Elements",
            actor: "tm",
            field: "tmPrepared",
            added: ["a"],
            removed: []
          }
        ]
      }
    ])
    expect(weaker).toEqual([])
    expect(module).toContain(
      '[line |-> 7, action |-> "RMPrepare", actor |-> "a", msgs_added |-> {[type |-> "Prepared", rm |-> "a"]}, rmState_at |-> "a" :> {"prepared"}, rmState_kept |-> {"a"}]'
    )
    expect(module).toContain(
      '[line |-> 8, tmPrepared_added |-> {"a"}, tmPrepared_removed |-> {}]'
    )
    expect(module).toContain('\\/ Named(entry, "TMCommit", "tm") /\\ TMCommit')
    expect(module).toContain('Named(entry, "RMPrepare", a) /\\ RMPrepare(a)')
    expect(config).toContain('RM = {"a", "b"}')
    expect(config).toContain("TMMayCrash = FALSE")
  })

  test("asks for what a line says of a choice", () => {
    const protocol = SnapshotIsolation
    const constants = { Transaction: ["t"], Key: ["x"], Value: ["a"] }
    const { module, weaker } = traceModule(
      machineOf(protocol, constants),
      specOf("snapshot-isolation", protocol),
      [
        {
          line: 2,
          action: "Read",
          actor: "t",
          choice: { key: "x" },
          expected: [
            { _tag: "Field", actor: "t", field: "writes", oneOf: [{}] }
          ]
        },
        { line: 3, actor: "t", choice: { key: "x" }, expected: [] },
        { line: 4, action: "Read", choice: { key: ["x"] }, expected: [] }
      ]
    )
    expect(module).toContain(
      '[line |-> 2, action |-> "Read", actor |-> "t", key_chosen |-> "x", writes_at |-> "t" :> {<<>>}]'
    )
    expect(module).toContain(
      [
        "ReadAsTold(t, entry) ==",
        "    \\E key \\in Key, value \\in Content :",
        '        /\\ "key_chosen" \\in DOMAIN entry =>',
        "            key = entry.key_chosen"
      ].join("\n")
    )
    expect(module).toContain('Named(entry, "Read", a) /\\ ReadAsTold(a, entry)')
    expect(module).toContain('Named(entry, "Begin", a) /\\ Begin(a)')
    expect(weaker).toEqual([3, 4])
  })

  test("names the lines that say more than it can ask for", () => {
    const { weaker } = traceModule(machine, spec, [
      {
        line: 3,
        action: "TMRcvPrepared",
        received: { _tag: "Prepared", rm: "a" } as never,
        expected: []
      }
    ])
    expect(weaker).toEqual([3])
  })
})
