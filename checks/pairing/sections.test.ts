import { expect, it } from "vitest"
import { Raft } from "../../protocols/raft/protocol.ts"
import { sentencesIn } from "./chain.ts"
import { read } from "./fixtures.ts"
import { scanModule } from "./module.ts"

/** As (3.4), (3.4, 3.6.1) or (3.4; etcd). */
const SECTION = /\(\d+(\.\d+)+(, \d+(\.\d+)+)*(; (etcd|raft-dev 2015))?\)\.$/

const modules = read("spec/raft", ".tla").map(scanModule)
const sentence = sentencesIn(modules, Raft.module)

it.each(Object.keys({ ...Raft.next, ...Raft.environment }))(
  "%s names a section of the dissertation",
  (action) => {
    expect(sentence(action)).toMatch(SECTION)
  }
)
