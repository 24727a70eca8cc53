import { Button } from '@mantine/core'
import { LockKeyhole, WandSparkles } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { type FieldPath, parsePath, withValueAt } from '#lib/field-path.ts'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { StoredSecret } from '../secret-input.tsx'
import { uiTexts } from '../ui.i18n.ts'
import { type FormScope, FormScopeContext, type NestedFieldProps, useFormScope } from './field.ts'
import { FieldList } from './field-list.tsx'
import { fields } from './fields/catalogue.ts'
import { blankOf, exampleOf, helpOf, type JsonSchema, labelOf, readSchema } from './json-schema.ts'
import { useMovedSecrets } from './moved-secrets.ts'
import classes from './schema-form.module.css'

export interface SchemaFormProps {
  /** An object schema (or a union of them) as the API gives it. */
  readonly schema: JsonSchema
  readonly value: unknown
  /** `path` is the full path of what changed, so that a form can drop the complaint about exactly that field. */
  onChange(value: unknown, path: FieldPath): void
  /** Where the value stands in what is sent: `options`. Errors are named by full path. */
  readonly path?: FieldPath
  readonly errors?: Readonly<Record<FieldPath, string>>
  /** Full paths of secrets the server already holds. */
  readonly secrets?: ReadonlySet<FieldPath>
  readonly isDisabled?: boolean
  /** Full paths of fields that are decided elsewhere (by the server's environment): shown, not changed. */
  readonly pinned?: ReadonlySet<FieldPath>
  /** An example to offer; the schema's own unless given, `null` for none. */
  readonly example?: unknown
}

const noErrors = {}
const noPaths: ReadonlySet<string> = new Set()

/**
 * A form from a schema: nobody else knows what a kind of check, channel or tool asks for. What is not filled in is left
 * out, so that the server's defaults hold; they are shown as placeholders.
 */
export function SchemaForm({
  schema,
  value,
  onChange,
  path = '',
  errors = noErrors,
  secrets = noPaths,
  isDisabled = false,
  pinned = noPaths,
  example,
}: SchemaFormProps) {
  const t = useTexts(uiTexts)
  const offered = example === undefined ? exampleOf(schema, schema) : example
  const [secretPaths, rearrange] = useMovedSecrets(secrets, value)
  const scope = useMemo<FormScope>(
    () => ({
      root: schema,
      errors,
      secrets: secretPaths,
      rearrange,
      isDisabled,
      pinned,
      Field: SchemaField,
      set: (fieldPath, next) => onChange(withValueAt(value, relative(fieldPath, path), next), fieldPath),
    }),
    [schema, errors, secretPaths, rearrange, isDisabled, pinned, value, path, onChange],
  )
  const read = readSchema(schema, schema)
  return (
    <FormScopeContext value={scope}>
      <div className={classes.form}>
        {offered !== undefined && offered !== null && !isDisabled && (
          <Button
            className={classes.example}
            size="compact-sm"
            variant="subtle"
            leftSection={<WandSparkles size={14} aria-hidden />}
            onClick={() => onChange(offered, path)}
          >
            {t('form.useExample')}
          </Button>
        )}
        {read.kind === 'variant' ? (
          <SchemaField
            path={path}
            name=""
            schema={{ ...read.schema, label: read.schema.label ?? t('form.variant') }}
            value={value}
            isRequired
          />
        ) : (
          <FieldList schema={read.schema} path={path} value={value} />
        )}
      </div>
    </FormScopeContext>
  )
}

function relative(path: FieldPath, base: FieldPath): FieldPath {
  if (base === '' || path === base) return path === base ? '' : path
  const rest = path.slice(base.length)
  return rest.startsWith('.') ? rest.slice(1) : rest
}

/** Draws one field by its kind. */
function SchemaField({ path, name, schema, value, isRequired, hiddenLabel }: NestedFieldProps) {
  const scope = useFormScope()
  const language = useLanguage()
  const read = readSchema(schema, scope.root)
  const Kind = fields[read.kind]
  const field = (
    <Kind
      path={path}
      schema={read.schema}
      label={labelOf(read.schema, name || String(parsePath(path).at(-1) ?? ''), language)}
      help={helpOf(read.schema, language)}
      hiddenLabel={hiddenLabel}
      value={value}
      error={scope.errors[path]}
      isRequired={isRequired}
      isNullable={read.isNullable}
      onChange={(next) => scope.set(path, next)}
    />
  )
  if (scope.pinned.has(path)) return <Pinned>{field}</Pinned>
  if (!scope.secrets.has(path) || read.kind === 'secret') return field
  return (
    <StoredSecret
      label={hiddenLabel ?? labelOf(read.schema, name, language)}
      description={helpOf(read.schema, language)}
      isReplacing={value !== undefined}
      onReplace={() => scope.set(path, blankOf(schema, scope.root) ?? '')}
      onKeep={() => scope.set(path, undefined)}
    >
      {field}
    </StoredSecret>
  )
}

/** What is decided elsewhere is shown with the reason why it cannot be changed. */
function Pinned({ children }: { readonly children: ReactNode }) {
  const t = useTexts(uiTexts)
  const scope = useFormScope()
  const fixed = useMemo(() => ({ ...scope, isDisabled: true }), [scope])
  return (
    <FormScopeContext value={fixed}>
      {children}
      <p className={classes.pinned}>
        <LockKeyhole size={13} aria-hidden />
        {t('form.pinned')}
      </p>
    </FormScopeContext>
  )
}
