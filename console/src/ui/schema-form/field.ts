import type { ComponentType } from 'react'
import { createContext, useContext } from 'react'
import type { FieldPath } from '#lib/field-path.ts'
import type { JsonSchema } from './json-schema.ts'
import type { Rearrangement } from './moved-secrets.ts'

/** What every field knows of the form it stands in. */
export interface FormScope {
  readonly root: JsonSchema
  readonly errors: Readonly<Record<FieldPath, string>>
  /** Paths of secrets the server already holds. */
  readonly secrets: ReadonlySet<FieldPath>
  readonly isDisabled: boolean
  /** Paths of fields that cannot be changed here, whatever the person may do. */
  readonly pinned: ReadonlySet<FieldPath>
  set(path: FieldPath, value: unknown): void
  /** Items of a list changed places: what is known of them by their place moves along. */
  rearrange(list: FieldPath, to: Rearrangement): void
  /** Draws any field: how groups, lists and variants draw what is inside them without knowing the kinds. */
  readonly Field: ComponentType<NestedFieldProps>
}

export interface NestedFieldProps {
  readonly path: FieldPath
  readonly name: string
  readonly schema: JsonSchema
  readonly value: unknown
  readonly isRequired: boolean
  /** The label is said by what stands around it (an item of a list). */
  readonly hiddenLabel?: string
}

/** What one kind of field is given. */
export interface FieldProps {
  readonly path: FieldPath
  readonly schema: JsonSchema
  readonly label: string
  readonly help: string | undefined
  readonly hiddenLabel: string | undefined
  readonly value: unknown
  readonly error: string | undefined
  readonly isRequired: boolean
  readonly isNullable: boolean
  onChange(value: unknown): void
}

export const FormScopeContext = createContext<FormScope | undefined>(undefined)

export function useFormScope(): FormScope {
  const scope = useContext(FormScopeContext)
  if (!scope) throw new Error('a schema field stands outside of a SchemaForm')
  return scope
}

/** What text-like inputs of the component library want. */
export const inputProps = ({ path, label, help, hiddenLabel, error, isRequired }: FieldProps) => ({
  name: path,
  error,
  ...(hiddenLabel === undefined
    ? { label, description: help, withAsterisk: isRequired }
    : { 'aria-label': hiddenLabel }),
  'aria-required': isRequired || undefined,
})

/** An emptied field says "nothing": `null` where that is a value, else absent, so that the server's default holds. */
export const emptied = (props: Pick<FieldProps, 'isNullable'>): null | undefined =>
  props.isNullable ? null : undefined
