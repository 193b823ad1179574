/** A file that cannot be used as it is. */
import * as Runtime from "effect/Runtime"
import * as Schema from "effect/Schema"

/** Names the file, the line (from 1; 0: none in particular), the problem. */
export class BadInput extends Schema.TaggedError<BadInput>()("BadInput", {
  file: Schema.String,
  line: Schema.Number,
  problem: Schema.String
}) {
  override readonly [Runtime.errorExitCode] = 65
  override get message(): string {
    const place = this.line === 0 ? this.file : `${this.file}:${this.line}`
    return `${place}: ${this.problem}`
  }
}
