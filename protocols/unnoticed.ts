/**
 * Guards whose loss changes nothing in any everyday model, by module, and why
 * they are there all the same. Whoever finds a model that notices one takes it
 * out here: a reason that is not needed is a fault.
 */
export type Unnoticed = Readonly<Record<string, string>>

export const AllUnnoticed: Readonly<Record<string, Unnoticed>> = {}
