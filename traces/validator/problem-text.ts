import type { Problem } from "../format.ts"

/** A problem as text: which field, and why. */
export const problemText = ({ field, cause }: Problem): string =>
  field === "" ? cause : `${field}: ${cause}`
