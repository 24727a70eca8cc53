import { Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import { emptied, type FieldProps, inputProps, useFormScope } from '../field.ts'
import type { JsonSchema } from '../json-schema.ts'
import classes from '../schema-form.module.css'
import { readScalar, scalarText } from './scalar-field.tsx'

/**
 * What no other field can say: any JSON. Text that is not JSON yet is kept here and not handed on. Where the schema takes
 * anything at all, words are the text they are: nobody should have to put quotes around an address.
 */
export function JsonField(props: FieldProps) {
  const { isDisabled } = useFormScope()
  const { value, schema, onChange } = props
  const isAnything = takesAnything(schema)
  const toText = isAnything ? anyText : jsonText
  const read = isAnything ? readAny : JSON.parse
  const [draft, setDraft] = useState(() => toText(value))
  const [problem, setProblem] = useState<string>()

  useEffect(() => {
    setDraft((before) => (isSame(read, before, value) ? before : toText(value)))
  }, [value, read, toText])

  const change = (text: string) => {
    setDraft(text)
    if (text.trim() === '') {
      setProblem(undefined)
      return onChange(emptied(props))
    }
    try {
      onChange(read(text))
      setProblem(undefined)
    } catch (error) {
      setProblem((error as Error).message)
    }
  }

  return (
    <Textarea
      {...inputProps(props)}
      classNames={{ input: classes.code }}
      disabled={isDisabled}
      error={problem ?? props.error}
      value={draft}
      placeholder={toText(schema.example ?? schema.default)}
      autosize
      minRows={isAnything ? 1 : 3}
      maxRows={16}
      spellCheck={false}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

const jsonText = (value: unknown): string =>
  value === undefined || value === null ? '' : JSON.stringify(value, null, 2)

/** A schema that says nothing of what the value is. */
const takesAnything = ({ type, oneOf, anyOf, properties, items, prefixItems, enum: values }: JsonSchema): boolean =>
  [type, oneOf, anyOf, properties, items, prefixItems, values].every((said) => said === undefined)

const anyText = (value: unknown): string =>
  typeof value === 'object' ? jsonText(value) : scalarText(value as string | number | boolean | undefined)

/** What begins like JSON has to be JSON; everything else is the number, word or text it is. */
const readAny = (text: string): unknown => (/^\s*[[{"]/.test(text) ? JSON.parse(text) : readScalar(text))

function isSame(read: (text: string) => unknown, text: string, value: unknown): boolean {
  try {
    return JSON.stringify(read(text)) === JSON.stringify(value)
  } catch {
    return false
  }
}
