import { Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import { emptied, type FieldProps, inputProps, useFormScope } from '../field.ts'
import classes from '../schema-form.module.css'

/** What no other field can say: any JSON. Text that is not JSON yet is kept here and not handed on. */
export function JsonField(props: FieldProps) {
  const { isDisabled } = useFormScope()
  const { value, schema, onChange } = props
  const [draft, setDraft] = useState(() => toText(value))
  const [problem, setProblem] = useState<string>()

  useEffect(() => {
    setDraft((before) => (sameJson(before, value) ? before : toText(value)))
  }, [value])

  const change = (text: string) => {
    setDraft(text)
    if (text.trim() === '') {
      setProblem(undefined)
      return onChange(emptied(props))
    }
    try {
      onChange(JSON.parse(text))
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
      minRows={3}
      maxRows={16}
      spellCheck={false}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

const toText = (value: unknown): string => (value === undefined || value === null ? '' : JSON.stringify(value, null, 2))

function sameJson(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value)
  } catch {
    return false
  }
}
