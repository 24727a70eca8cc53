import type { SettingGroup } from '@bongsu/contract/settings.ts'
import type { Text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { Context } from '#platform/operations/operation.ts'

/** What a test button found. `message` sums up, the steps say how far it came. */
export interface TestReport {
  readonly ok: boolean
  readonly message: Text
  readonly steps: readonly { readonly ok: boolean; readonly message: Text }[]
}

/** Tries a value that need not be saved yet. `send` asks for the real thing, such as a mail to the one who tests. */
export type SettingTest<Value> = (ctx: Context, value: Value, options: { send: boolean }) => Promise<TestReport>

/**
 * One group of values that admins change at run time. Its schema is a strict object whose fields carry, as zod `.meta`,
 * what the form shows: `label`, `help`, `unit`, `labels` for the values of an enum, and `secret: true` for what is sealed
 * at rest and never shown again.
 */
export interface Setting<Value extends object = object> {
  readonly key: string
  /** Where it stands in the list; under "rest" unless said. */
  readonly group?: SettingGroup
  readonly title: Text
  readonly help: Text
  readonly schema: z.ZodType<Value> & z.ZodObject
  readonly default: Value
  /** A method, so that settings of any value fit into one list; it is only called with what the schema has parsed. */
  test?(ctx: Context, value: Value, options: { send: boolean }): Promise<TestReport>
}

export const defineSetting = <Schema extends z.ZodObject>(definition: {
  readonly key: string
  readonly group?: SettingGroup
  readonly title: Text
  readonly help: Text
  readonly schema: Schema
  readonly default: z.output<Schema>
  readonly test?: SettingTest<z.output<Schema>>
}): Setting<z.output<Schema>> =>
  // Safe because the schema's own output is the value's type.
  definition as unknown as Setting<z.output<Schema>>

/** A value as it is stored or sent: the fields of the schema by name. */
export type Fields = Record<string, unknown>

interface FieldSchema {
  readonly secret?: boolean
}

/** The schema as the console's forms read it. */
export const jsonSchemaOf = (setting: Setting): Fields =>
  z.toJSONSchema(setting.schema, { io: 'input', unrepresentable: 'any' }) as Fields

/** The fields that are sealed. Secrets stand at the top of a setting, where a form can tell "keep" from "remove". */
export function secretFields(setting: Setting): string[] {
  const { properties = {} } = jsonSchemaOf(setting) as { properties?: Record<string, FieldSchema> }
  return Object.entries(properties)
    .filter(([, field]) => field.secret === true)
    .map(([name]) => name)
}
