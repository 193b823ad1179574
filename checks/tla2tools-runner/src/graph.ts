/**
 * Reads the state graph that `TLC -dump dot,actionlabels` writes.
 *
 * A node is identified by its fingerprint, a signed 64-bit number: too long
 * for a JavaScript number, so a string. States that a CONSTRAINT cuts off are
 * absent, and an edge occurs once for each way in which an action allows it.
 * With temporal properties TLC also draws a dashed edge without an action from
 * every state to itself; those are no steps of the specification and are left
 * out.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import { parseState, type StateVariables } from "./state.ts"

/** A reachable state. */
export interface GraphNode {
  readonly _tag: "Node"
  readonly id: string
  readonly initial: boolean
  /** The state as TLC prints it; see `nodeState`. */
  readonly text: string
}

/** A step. `label` is an action's name, with arguments in newer jars. */
export interface GraphEdge {
  readonly _tag: "Edge"
  readonly source: string
  readonly target: string
  readonly label: string
}

/** A whole graph; nodes by id. */
export interface StateGraph {
  readonly nodes: ReadonlyMap<string, GraphNode>
  readonly edges: ReadonlyArray<GraphEdge>
}

const edgeLine = /^\s*(-?\d+) -> (-?\d+)(?:\s*\[(.*)\])?;?\s*$/
const nodeLine = /^\s*(-?\d+) \[(.*)\];?\s*$/
const labelAttribute = /(?:^|,\s*)label\s*=\s*"((?:[^"\\]|\\.)*)"/
const initialAttribute = /(?:^|,\s*)style\s*=\s*"?filled"?/
const stutteringAttribute = /(?:^|,\s*)style\s*=\s*"dashed"/

const unescape = (label: string): string =>
  label.includes("\\")
    ? label.replace(/\\(.)/g, (_, character: string) =>
        character === "n" ? "\n" : character
      )
    : label

const labelIn = (attributes: string): string =>
  unescape(labelAttribute.exec(attributes)?.[1] ?? "")

const withoutLabel = (attributes: string): string =>
  attributes.replace(labelAttribute, "")

/** The node or edge on a line of the file, or null. */
export const parseGraphLine = (line: string): GraphNode | GraphEdge | null => {
  const edge = edgeLine.exec(line)
  if (edge !== null) {
    const [, source, target, attributes = ""] = edge
    if (stutteringAttribute.test(withoutLabel(attributes))) return null
    return {
      _tag: "Edge",
      source: source!,
      target: target!,
      label: labelIn(attributes)
    }
  }
  const node = nodeLine.exec(line)
  if (node === null) return null
  const attributes = node[2]!
  return {
    _tag: "Node",
    id: node[1]!,
    initial: initialAttribute.test(withoutLabel(attributes)),
    text: labelIn(attributes)
  }
}

/** The variables of a node, parsed when asked for. */
export const nodeState = (node: GraphNode): StateVariables =>
  parseState(node.text)

/** The nodes and edges of a file in its order, a chunk of it at a time. */
export const streamGraph = (
  path: string
): Stream.Stream<GraphNode | GraphEdge, PlatformError, FileSystem.FileSystem> =>
  Stream.unwrap(
    Effect.map(FileSystem.FileSystem, (files) =>
      files.stream(path, { chunkSize: 1 << 18 }).pipe(
        Stream.decodeText,
        Stream.splitLines,
        Stream.map(parseGraphLine),
        Stream.filter((item) => item !== null)
      )
    )
  )

/**
 * The whole graph of a file. TLC may write a node twice: once plain, once as
 * an initial state; it is then initial.
 */
export const readGraph: (
  path: string
) => Effect.Effect<StateGraph, PlatformError, FileSystem.FileSystem> =
  Effect.fnUntraced(function* (path) {
    const nodes = new Map<string, GraphNode>()
    const edges: Array<GraphEdge> = []
    yield* Stream.runForEachArray(streamGraph(path), (items) =>
      Effect.sync(() => {
        for (const item of items) {
          if (item._tag === "Edge") edges.push(item)
          else if (item.initial || !nodes.has(item.id)) nodes.set(item.id, item)
        }
      })
    )
    return { nodes, edges }
  })
