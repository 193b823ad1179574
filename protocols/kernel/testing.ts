/** What a protocol has besides its steps, for one that promises nothing. */
export const promisesNothing = {
  environment: {},
  weaklyFair: [],
  invariants: {},
  actionProperties: {},
  liveness: {},
  refinements: {},
  witnesses: {},
  bounds: {},
  variables: () => ({})
} as const
