/** The formats that are understood, in the order of their recognition. */
import type { Adapter } from "./adapter.ts"
import { bisimTrace } from "./bisim-trace.ts"
import { etcdRaft } from "./etcd-raft.ts"
import { hlcClock } from "./hlc.ts"
import { keyValueStoreJava } from "./key-value-store.ts"
import { twoPhaseCommitJava } from "./two-phase-commit.ts"

export const adapters: ReadonlyArray<Adapter> = [
  bisimTrace,
  etcdRaft,
  hlcClock,
  keyValueStoreJava,
  twoPhaseCommitJava
]

/** The adapter whose format the first line, parsed, looks like. */
export const recognise = (first: unknown): Adapter | undefined =>
  adapters.find((adapter) => adapter.recognise(first))

/** The adapter of the format with this name. */
export const adapterNamed = (name: string): Adapter | undefined =>
  adapters.find((adapter) => adapter.name === name)
