/** What actions of actors do, by what they read. */

/** What one action of one actor does, by what it reads. */
export type Memory<A> = Map<string | number, A>

export class Memories<A> {
  private readonly byAction = new Map<string, Map<string, Memory<A>>>()

  /** What is remembered of an actor's action. */
  of(action: string, actor: string): Memory<A> {
    const memories = this.byAction.get(action) ?? new Map<string, Memory<A>>()
    this.byAction.set(action, memories)
    const memory: Memory<A> = memories.get(actor) ?? new Map()
    memories.set(actor, memory)
    return memory
  }
}
