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
  const index = new Int32Array(graph.nodes).fill(-1)
  const low = new Int32Array(graph.nodes)
  const next = Int32Array.from(graph.firstEdge)
  const onStack = new Uint8Array(graph.nodes)
  const stack: Array<number> = []
  const components: Array<ReadonlyArray<number>> = []
  let counter = 0
  const enter = (node: number): number => {
    index[node] = low[node] = counter++
    stack.push(node)
    onStack[node] = 1
    return node
  }
  const leave = (node: number) => {
    if (low[node] !== index[node]) return
    const component = stack.splice(stack.lastIndexOf(node))
    for (const member of component) onStack[member] = 0
    components.push(component)
  }
  for (let root = 0; root < graph.nodes; root++) {
    if (index[root] !== -1) continue
    const path = [enter(root)]
    while (path.length > 0) {
      const node = path.at(-1)!
      if (next[node]! < graph.firstEdge[node + 1]!) {
        const target = graph.targets[next[node]!++]!
        if (index[target] === -1) path.push(enter(target))
        else if (onStack[target])
          low[node] = Math.min(low[node]!, index[target]!)
      } else {
        path.pop()
        leave(node)
        const parent = path.at(-1)
        if (parent !== undefined)
          low[parent] = Math.min(low[parent]!, low[node]!)
      }
    }
  }
  return components
}
