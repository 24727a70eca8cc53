import { useCallback, useMemo, useState } from 'react'
import { isApiError } from './api-error.ts'
import { type FieldPath, valueAt, withValueAt } from './field-path.ts'

/**
 * State of one form. The server is the judge: it validates with the same schema for every door and answers in the
 * person's language, so a form only carries values, shows refusals at their fields and knows whether something changed.
 *
 *     const form = useForm({ name: '' })
 *     const save = useCommand('update-me', { onRefused: form.refuse, onDone: form.settle })
 *     <TextInput {...form.field('name')} label={…} />
 */
export interface Form<Values> {
  readonly values: Values
  readonly errors: Readonly<Record<FieldPath, string>>
  /** Something differs from what was loaded or saved last. */
  readonly isDirty: boolean
  /** `changed` names the field inside `path` that changed, when it is not the whole of it. */
  set(path: FieldPath, value: unknown, changed?: FieldPath): void
  setValues(values: Values): void
  setErrors(errors: Readonly<Record<FieldPath, string>>): void
  /** Props of a text-like input. Numbers and switches: `value(path)` and `set`. */
  field(path: FieldPath): {
    name: string
    value: string
    error: string | undefined
    onChange(event: { currentTarget: { value: string } }): void
  }
  /** Props of a `SchemaForm` for the part of the values at `path`. */
  part(path: FieldPath): {
    path: FieldPath
    value: unknown
    errors: Readonly<Record<FieldPath, string>>
    onChange(value: unknown, changed: FieldPath): void
  }
  /** Shows a refusal at its fields; false when it names no field, so that the caller shows it elsewhere. */
  refuse(error: unknown): boolean
  /** What is on screen is now what is saved (or `values`, when the server answered with more). */
  settle(values?: Values): void
  reset(): void
}

export function useForm<Values extends object>(initial: Values): Form<Values> {
  const [saved, setSaved] = useState(initial)
  const [values, setAll] = useState(initial)
  const [errors, setErrors] = useState<Readonly<Record<FieldPath, string>>>({})

  const set = useCallback((path: FieldPath, value: unknown, changed: FieldPath = path) => {
    setAll((before) => withValueAt(before, path, value))
    // The old complaint no longer describes what is on screen.
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !touches(name, changed))))
  }, [])

  const refuse = useCallback((error: unknown): boolean => {
    if (!isApiError(error) || Object.keys(error.fields).length === 0) return false
    setErrors(error.fields)
    focusFirst(Object.keys(error.fields))
    return true
  }, [])

  const isDirty = useMemo(() => JSON.stringify(values) !== JSON.stringify(saved), [values, saved])

  return {
    values,
    errors,
    isDirty,
    set,
    setValues: setAll,
    setErrors,
    field: (path) => ({
      name: path,
      value: String(valueAt(values, path) ?? ''),
      error: errors[path],
      onChange: (event) => set(path, event.currentTarget.value),
    }),
    part: (path) => ({
      path,
      value: valueAt(values, path),
      errors,
      onChange: (value, changed) => set(path, value, changed),
    }),
    refuse,
    settle: (next) => {
      setSaved(next ?? values)
      setAll(next ?? values)
      setErrors({})
    },
    reset: () => {
      setAll(saved)
      setErrors({})
    },
  }
}

/** Whether a complaint is about what was changed, or about something within it. */
export const touches = (errorPath: FieldPath, changed: FieldPath): boolean =>
  errorPath === changed || errorPath.startsWith(`${changed}.`) || errorPath.startsWith(`${changed}[`)

/** The first refused field that is on screen gets the focus, after the messages have been drawn. */
export function focusFirst(paths: readonly FieldPath[]): void {
  setTimeout(() => {
    for (const path of paths) {
      const field = document.querySelector<HTMLElement>(`[name="${CSS.escape(path)}"]`)
      if (field) return field.focus()
    }
  })
}
