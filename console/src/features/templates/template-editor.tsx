import type { Language } from '@bongsu/contract/text.ts'
import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { FileText, RotateCcw } from 'lucide-react'
import { type FormEvent, useRef } from 'react'
import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useFormat } from '#lib/format.ts'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { useUrlState } from '#lib/url-state.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import { Card } from '#ui/card.tsx'
import { SaveBar } from '#ui/form-section.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { FieldPalette } from './field-palette.tsx'
import { insertField } from './insert-field.ts'
import type { Template, TemplateField } from './template.ts'
import { TemplatePreview } from './template-preview.tsx'
import { templatesTexts } from './templates.i18n.ts'
import classes from './templates.module.css'

const languageNames = { ko: '한국어', en: 'English' } as const
type Words = Template['texts'][string]

/** Safe because the server gives the words of every language. */
const wordsOf = (template: Template, language: Language): Words => template.texts[language] as Words

const touched = ['list-alert-templates', 'get-alert-template'] as const

interface TemplateEditorProps {
  readonly template: Template
  readonly fields: readonly TemplateField[]
}

export function TemplateEditor({ template, fields }: TemplateEditorProps) {
  const t = useTexts(templatesTexts)
  const word = useTexts(alertTexts)
  const own = useLanguage()
  const [{ language: inUrl }, change] = useUrlState({ language: '' })
  const language: Language = inUrl === 'ko' || inUrl === 'en' ? inUrl : own
  const events = template.events.map((event) => word(`events.${event}`)).join(', ')
  return (
    <>
      <PageHeader icon={FileText} title={template.title} purpose={t('events', { events })} />
      <SegmentedControl
        className={classes.language ?? ''}
        aria-label={t('language')}
        data={(['ko', 'en'] as const).map((value) => ({ value, label: languageNames[value] }))}
        value={language}
        onChange={(next) => change({ language: next })}
      />
      <WordsForm key={`${template.key} ${language}`} template={template} language={language} fields={fields} />
    </>
  )
}

function WordsForm({ template, language, fields }: TemplateEditorProps & { readonly language: Language }) {
  const t = useTexts(templatesTexts)
  const stored = wordsOf(template, language)
  const form = useForm({ subject: stored.subject, body: stored.body })
  const { key, title } = template
  const settle = (saved: Template) =>
    form.settle({ subject: wordsOf(saved, language).subject, body: wordsOf(saved, language).body })
  const save = useCommand('update-alert-template', {
    invalidates: touched,
    done: t('saved', { title }),
    onRefused: form.refuse,
    onDone: settle,
  })
  const reset = useCommand('reset-alert-template', {
    invalidates: touched,
    done: t('resetDone', { title }),
    undo: async () =>
      settle(await call('update-alert-template', { key, language, subject: stored.subject, body: stored.body })),
    onDone: settle,
  })
  const inputs = useInsertion((path, text) => form.set(path, text))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ key, language, ...form.values })
  }
  return (
    <form onSubmit={submit} noValidate>
      <div className={classes.columns}>
        <Card>
          <div className={classes.fields}>
            <TextInput
              {...form.field('subject')}
              ref={inputs.subject}
              label={t('subject')}
              onFocus={inputs.focused('subject')}
              autoComplete="off"
            />
            <Textarea
              {...form.field('body')}
              ref={inputs.body}
              label={t('body')}
              description={t('bodyHint')}
              onFocus={inputs.focused('body')}
              autosize
              minRows={10}
              maxRows={24}
              classNames={{ input: classes.body ?? '' }}
            />
            <FieldPalette fields={fields} onInsert={inputs.insert} />
          </div>
          <div className={classes.foot}>
            <ChangedWords stored={stored} />
            {stored.is_changed && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                leftSection={<RotateCcw size={14} aria-hidden />}
                loading={reset.isPending}
                onClick={() => reset.mutate({ key, language })}
              >
                {t('reset')}
              </Button>
            )}
          </div>
        </Card>
        <div className={classes.preview}>
          <TemplatePreview templateKey={key} language={language} words={form.values} />
        </div>
      </div>
      <SaveBar isDirty={form.isDirty} isSaving={save.isPending} onDiscard={form.reset} />
    </form>
  )
}

function ChangedWords({ stored }: { readonly stored: Words }) {
  const t = useTexts(templatesTexts)
  const format = useFormat()
  return (
    <span className={classes.quiet}>
      {stored.is_changed ? t('changedAt', { time: format.time(stored.updated_at) }) : t('original')}
    </span>
  )
}

/** Puts a field where the cursor was last, in the subject or the text, and leaves the cursor behind it. */
function useInsertion(onInserted: (path: 'subject' | 'body', text: string) => void) {
  const subject = useRef<HTMLInputElement>(null)
  const body = useRef<HTMLTextAreaElement>(null)
  const last = useRef<'subject' | 'body'>('body')
  return {
    subject,
    body,
    focused: (path: 'subject' | 'body') => () => {
      last.current = path
    },
    insert: (name: string) => {
      const input = last.current === 'subject' ? subject.current : body.current
      if (!input) return
      const { text, cursor } = insertField(
        input.value,
        name,
        input.selectionStart ?? input.value.length,
        input.selectionEnd ?? input.value.length,
      )
      onInserted(last.current, text)
      // After the new text has been drawn.
      setTimeout(() => {
        input.focus()
        input.setSelectionRange(cursor, cursor)
      })
    },
  }
}
