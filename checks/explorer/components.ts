/** Strongly connected components (Tarjan 1972), without recursion. */

/** A directed graph: the edges of node n lead to `targets[firstEdge[n] ...]`. */
export interface Graph {
  readonly nodes: number
  readonly firstEdge: ReadonlyArray<number>
  readonly targets: ReadonlyArray<number>
}

/** The components, each as a list of its nodes. */
export const componentsOf = (
  graph: Graph
): ReadonlyArray<ReadonlyArray<number>> => {
  const walk = new Walk(graph)
  for (let root = 0; root < graph.nodes; root++) walk.from(root)
  return walk.components
}

class Walk {
  readonly components: Array<ReadonlyArray<number>> = []
  private readonly graph: Graph
  /** The order in which nodes were entered; -1: not yet. */
  private readonly index: Int32Array
  /** The earliest node on the stack that is known to be reachable. */
  private readonly low: Int32Array
  private readonly next: Int32Array
  private readonly onStack: Uint8Array
  private readonly stack: Array<number> = []
  private entered = 0

  constructor(graph: Graph) {
    this.graph = graph
    this.index = new Int32Array(graph.nodes).fill(-1)
    this.low = new Int32Array(graph.nodes)
    this.next = Int32Array.from(graph.firstEdge)
    this.onStack = new Uint8Array(graph.nodes)
  }

  from(root: number) {
    if (this.index[root] !== -1) return
    const path = [this.enter(root)]
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      if (this.next[node]! < this.graph.firstEdge[node + 1]!) {
        const target = this.graph.targets[this.next[node]!++]!
        if (this.index[target] === -1) path.push(this.enter(target))
        else if (this.onStack[target] === 1) {
          this.lower(node, this.index[target]!)
        }
      } else {
        path.pop()
        this.leave(node)
        const parent = path.at(-1)
        if (parent !== undefined) this.lower(parent, this.low[node]!)
      }
    }
  }

  private enter(node: number): number {
    this.index[node] = this.low[node] = this.entered++
    this.stack.push(node)
    this.onStack[node] = 1
    return node
  }

  private lower(node: number, to: number) {
    this.low[node] = Math.min(this.low[node]!, to)
  }

  /** The first node of a component that was entered is left last. */
  private leave(node: number) {
    if (this.low[node] !== this.index[node]) return
    const component = this.stack.splice(this.stack.lastIndexOf(node))
    for (const member of component) this.onStack[member] = 0
    this.components.push(component)
  }
}
