import { Button, Textarea } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { incidentsTexts } from './incidents.i18n.ts'
import classes from './incidents.module.css'
import { incidentTouches } from './use-live-incidents.ts'

/** What the contract allows. */
const longest = 2000

export function NoteForm({ id }: { readonly id: number }) {
  const t = useTexts(incidentsTexts)
  const [note, setNote] = useState('')
  const [error, setError] = useState<string>()
  const add = useCommand('add-incident-note', {
    done: t('note.added'),
    invalidates: incidentTouches,
    onDone: () => setNote(''),
    onRefused: ({ fields }) => {
      setError(fields.note)
      return fields.note !== undefined
    },
  })
  const isEmpty = note.trim() === ''
  const send = () => {
    if (!isEmpty && !add.isPending) add.mutate({ id, note: note.trim() })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends a Korean syllable, which must not send half a word.
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form className={classes.noteForm} onSubmit={submit}>
      <Textarea
        name="note"
        label={t('note.label')}
        placeholder={t('note.placeholder')}
        error={error}
        value={note}
        maxLength={longest}
        autosize
        minRows={2}
        maxRows={10}
        onChange={(event) => {
          setNote(event.currentTarget.value)
          setError(undefined)
        }}
        onKeyDown={onKeyDown}
      />
      <div className={classes.noteFoot}>
        <span className={classes.dim}>{t('note.keys')}</span>
        <Button type="submit" variant="default" loading={add.isPending} disabled={isEmpty}>
          {t('note.send')}
        </Button>
      </div>
    </form>
  )
}
