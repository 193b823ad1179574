/** Where in the project an error came up. */
import { fileURLToPath } from "node:url"

export interface Place {
  readonly file: string
  /** From 1. */
  readonly line: number
}

const root = new URL("../../", import.meta.url)

/**
 * The innermost line of the project on the error's stack. The kernel only does
 * what it is told: whoever told it is named.
 */
export const placeOf = ({ stack = "" }: Error): Place | undefined => {
  const plain = stack
    .replaceAll(root.href, "./")
    .replaceAll(fileURLToPath(root), "./")
  const found =
    /(?<=\.\/)(?!node_modules|protocols\/kernel)([^\s()]+\.ts):(\d+)/u.exec(
      plain
    )
  return found === null
    ? undefined
    : { file: found[1]!, line: Number(found[2]) }
}
