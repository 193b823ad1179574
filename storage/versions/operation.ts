/** What a client wants of a transaction, as data. */
import type * as Effect from "effect/Effect"
import type { OpenTransaction, Refused, Reserved } from "./store.ts"

/** To read or write a key. */
export type Operation =
  | { readonly _tag: "Read" | "Remove"; readonly key: string }
  | {
      readonly _tag: "Insert" | "Update"
      readonly key: string
      readonly value: string
    }

/** To end it. */
export interface Ending {
  readonly _tag: "Commit" | "Abort"
}

/** Does what is wanted; a read gives what it has read. */
export const perform = (
  transaction: OpenTransaction,
  wanted: Operation | Ending
): Effect.Effect<string | undefined | void, Refused | Reserved> => {
  switch (wanted._tag) {
    case "Read":
      return transaction.read(wanted.key)
    case "Remove":
      return transaction.remove(wanted.key)
    case "Insert":
      return transaction.insert(wanted.key, wanted.value)
    case "Update":
      return transaction.update(wanted.key, wanted.value)
    case "Commit":
      return transaction.commit
    case "Abort":
      return transaction.abort
  }
}
