/** Values in which names are replaced; their sets stay in canonical order. */
import * as SchemaAST from "effect/SchemaAST"
import { isSetOf } from "../../protocols/kernel/set.ts"
import { sorted } from "../../protocols/kernel/value.ts"

type AST = SchemaAST.AST
export type Rename = (name: string) => string
type Fields = Readonly<Record<string, unknown>>

/** A value of this schema with other names in it, as values and as keys. */
export const renamed = <A>(ast: AST, value: A, rename: Rename): A =>
  inAll([ast], value, rename) as A

/** The schema is one of these: which one is not always to be told. */
const inAll = (
  asts: ReadonlyArray<AST>,
  value: unknown,
  rename: Rename
): unknown => {
  if (typeof value === "string") return rename(value)
  if (typeof value !== "object" || value === null) return value
  const all = asts.flatMap(alternatives)
  if (Array.isArray(value)) {
    const arrays = all.filter(SchemaAST.isArrays)
    const elements = value.map((element, i) =>
      inAll(
        arrays.flatMap(({ elements, rest }) => elements[i] ?? rest),
        element,
        rename
      )
    )
    const isSet = arrays.some((ast) => isSetOf({ ast }))
    return isSet ? sorted(elements) : elements
  }
  const objects = all.filter(SchemaAST.isObjects).filter(fits(value as Fields))
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      rename(name),
      inAll(
        objects.flatMap((ast) => typesOf(ast, name)),
        field,
        rename
      )
    ])
  )
}

const alternatives = (ast: AST): ReadonlyArray<AST> => {
  if (SchemaAST.isUnion(ast)) return ast.types.flatMap(alternatives)
  return SchemaAST.isSuspend(ast) ? alternatives(ast.thunk()) : [ast]
}

const typesOf = (ast: SchemaAST.Objects, name: string): ReadonlyArray<AST> => {
  const own = ast.propertySignatures.find((field) => field.name === name)
  return own === undefined
    ? ast.indexSignatures.map(({ type }) => type)
    : [own.type]
}

/** Has the object the literals, its tag above all, that a schema asks for? */
const fits =
  (value: Fields) =>
  (ast: SchemaAST.Objects): boolean =>
    ast.propertySignatures.every(
      ({ name, type }) =>
        !SchemaAST.isLiteral(type) || value[String(name)] === type.literal
    )
