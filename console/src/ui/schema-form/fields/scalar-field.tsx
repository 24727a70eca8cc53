import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { type FieldProps, inputProps, useFormScope } from '../field.ts'
import { placeholderOf } from './placeholder.ts'

type Scalar = string | number | boolean | null

/** A text, a number, yes, no or nothing: what looks like a number is one, and quotes make a text of it. */
export function ScalarField(props: FieldProps) {
  const { isDisabled } = useFormScope()
  const { value, schema, onChange } = props
  const [draft, setDraft] = useState(() => scalarText(value as Scalar | undefined))
  useEffect(() => {
    setDraft((before) => (Object.is(readScalar(before), value) ? before : scalarText(value as Scalar | undefined)))
  }, [value])
  const change = (text: string) => {
    setDraft(text)
    // Nothing typed is nothing said; "null" is typed.
    onChange(text === '' ? undefined : readScalar(text))
  }
  return (
    <TextInput
      {...inputProps(props)}
      disabled={isDisabled}
      value={draft}
      placeholder={placeholderOf(schema)}
      spellCheck={false}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

/** `1`, `true` and `null` are what they say; `"1"` is a text; everything else is the text it is. */
export function readScalar(text: string): Scalar {
  if (/^(true|false|null|-?\d+(\.\d+)?([eE][+-]?\d+)?|".*")$/.test(text)) {
    try {
      return JSON.parse(text) as Scalar
    } catch {
      return text
    }
  }
  return text
}

/** The way back: a text that would be read as something else stands in quotes. */
export function scalarText(value: Scalar | undefined): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  return Object.is(readScalar(value), value) ? value : JSON.stringify(value)
}
