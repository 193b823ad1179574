/** Strongly connected components (Tarjan 1972), without recursion. */

/** A directed graph: the edges of node n lead to `targets[firstEdge[n] ...]`. */
export interface Graph {
  readonly nodes: number
  /** For each node its first edge; one number more than there are nodes. */
  readonly firstEdge: Int32Array
  /** -1: the edge leads out of the graph. */
  readonly targets: Int32Array
}

/** Cuts a graph, or some of its nodes, into components. */
export class Components {
  /** For each node the number of the component, or part, that it is in. */
  readonly of: Int32Array
  private readonly graph: Graph
  private parts = 0
  /** The order in which nodes were entered; -1: not yet. */
  private readonly index: Int32Array
  /** The earliest node on the stack that is known to be reachable. */
  private readonly low: Int32Array
  private readonly next: Int32Array
  private readonly stack: Array<number> = []
  private entered = 0

  constructor(graph: Graph) {
    this.graph = graph
    this.of = new Int32Array(graph.nodes)
    this.index = new Int32Array(graph.nodes)
    this.low = new Int32Array(graph.nodes)
    this.next = new Int32Array(graph.nodes)
  }

  /**
   * The components of the graph that these nodes make alone, each as a list of
   * its nodes; those of one node only are left out.
   */
  within(nodes: Iterable<number>): ReadonlyArray<ReadonlyArray<number>> {
    const members = Array.from(nodes)
    const part = ++this.parts
    for (const node of members) {
      this.of[node] = part
      this.index[node] = -1
      this.next[node] = this.graph.firstEdge[node]!
    }
    return members.flatMap((node) =>
      this.index[node] === -1 ? this.from(node, part) : []
    )
  }

  private from(root: number, part: number): Array<ReadonlyArray<number>> {
    const components: Array<ReadonlyArray<number>> = []
    const path = [this.enter(root)]
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      if (this.next[node]! < this.graph.firstEdge[node + 1]!) {
        const target = this.graph.targets[this.next[node]!++]!
        // What is left already, or no member, is in another part.
        if (this.of[target] !== part) continue
        if (this.index[target] === -1) path.push(this.enter(target))
        else this.lower(node, this.index[target]!)
      } else {
        path.pop()
        if (this.low[node] === this.index[node]) {
          const component = this.leave(node)
          if (component.length > 1) components.push(component)
        }
        const parent = path.at(-1)
        if (parent !== undefined) this.lower(parent, this.low[node]!)
      }
    }
    return components
  }

  private enter(node: number): number {
    this.index[node] = this.low[node] = this.entered++
    this.stack.push(node)
    return node
  }

  private lower(node: number, to: number) {
    this.low[node] = Math.min(this.low[node]!, to)
  }

  /** The first node of a component that was entered is left last. */
  private leave(first: number): ReadonlyArray<number> {
    const component = this.stack.splice(this.stack.lastIndexOf(first))
    const part = ++this.parts
    for (const node of component) this.of[node] = part
    return component
  }
}
