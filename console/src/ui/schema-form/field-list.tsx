import type { Language } from '@bongsu/contract/text.ts'
import type { ReactNode } from 'react'
import { type FieldPath, joinPath } from '#lib/field-path.ts'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { Folded } from '../form-section.tsx'
import { uiTexts } from '../ui.i18n.ts'
import { useFormScope } from './field.ts'
import { roomFor } from './fields/letters.ts'
import { choicesOf, type FieldKind, type JsonSchema, readSchema, wordsIn } from './json-schema.ts'
import classes from './schema-form.module.css'

interface FieldListProps {
  readonly schema: JsonSchema
  readonly path: FieldPath
  readonly value: unknown
  /** A property that is drawn elsewhere (the discriminator of a variant). */
  readonly omit?: string
}

/** Short fields stand side by side, the others take the whole width. */
const shortKinds: ReadonlySet<FieldKind> = new Set(['number', 'choice', 'switch'])

/** The properties of an object: sections in order of first mention, what few people change folded away at the end. */
export function FieldList({ schema, path, value, omit }: FieldListProps) {
  const t = useTexts(uiTexts)
  const language = useLanguage()
  const { errors } = useFormScope()
  const fields = useFields({ schema, path, value, ...(omit === undefined ? {} : { omit }) })
  const plain = fields.filter((field) => !field.isAdvanced)
  const advanced = fields.filter((field) => field.isAdvanced)
  const sections = [...new Set(plain.map((field) => wordsIn(field.section, language)))]
  const isRefused = advanced.some((field) =>
    Object.keys(errors).some(
      (name) => name === field.path || name.startsWith(`${field.path}.`) || name.startsWith(`${field.path}[`),
    ),
  )
  return (
    <div className={classes.fields}>
      {sections.map((section) => (
        <Section key={section ?? ''} title={section}>
          {plain
            .filter((field) => wordsIn(field.section, language) === section)
            .map(({ path, element }) => (
              <div key={path} className={classes.cell} data-short={element.isShort || undefined}>
                {element.node}
              </div>
            ))}
        </Section>
      ))}
      {advanced.length > 0 && (
        <Folded title={t('form.advancedCount', { count: advanced.length })} isForcedOpen={isRefused}>
          <div className={classes.grid}>
            {advanced.map(({ path, element }) => (
              <div key={path} className={classes.cell} data-short={element.isShort || undefined}>
                {element.node}
              </div>
            ))}
          </div>
        </Folded>
      )}
    </div>
  )
}

function Section({ title, children }: { readonly title: string | undefined; readonly children: ReactNode }) {
  return (
    <div>
      {title && <h3 className={classes.sectionTitle}>{title}</h3>}
      <div className={classes.grid}>{children}</div>
    </div>
  )
}

/** Words that would be cut in half a line: one of them in a list that opens, all of them where they stand side by side. */
const longestWord = 16
const longestRow = 18
/** Fewer stand side by side. */
const opensFrom = 5

function hasShortWords(schema: JsonSchema, language: Language): boolean {
  const words = choicesOf(schema).map(({ value, label }) => wordsIn(label, language) ?? String(value))
  return (
    words.every((word) => roomFor([word]) <= longestWord) && (words.length >= opensFrom || roomFor(words) <= longestRow)
  )
}

/** Whether a neighbour's value makes a field worth asking for. What is filled in already is always shown. */
function isAskedFor({ shown_for: shownFor = {} }: JsonSchema, own: unknown, values: Readonly<Record<string, unknown>>) {
  if (own !== undefined && own !== '') return true
  return Object.entries(shownFor).every(([name, wanted]) => values[name] === undefined || wanted.includes(values[name]))
}

function useFields({ schema, path, value, omit }: FieldListProps) {
  const { Field, root } = useFormScope()
  const language = useLanguage()
  const required = new Set(schema.required ?? [])
  const values = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const { schema: read, kind } = readSchema(property, root)
    if (name === omit || kind === 'fixed' || read.hidden || !isAskedFor(read, values[name], values)) return []
    const fieldPath = joinPath(path, name)
    const node = (
      <Field
        key={fieldPath}
        path={fieldPath}
        name={name}
        schema={property}
        value={values[name]}
        isRequired={required.has(name) && read.default === undefined}
      />
    )
    return [
      {
        path: fieldPath,
        section: read.section,
        isAdvanced: read.advanced === true,
        element: { node, isShort: shortKinds.has(kind) && (kind !== 'choice' || hasShortWords(read, language)) },
      },
    ]
  })
}
