import type { Language } from '@bongsu/contract/text.ts'
import { SegmentedControl, Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queryOf } from '#lib/api.ts'
import { isApiError } from '#lib/api-error.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import type { Template } from './template.ts'
import { templatesTexts } from './templates.i18n.ts'
import classes from './templates.module.css'

interface TemplatePreviewProps {
  readonly templateKey: Template['key']
  readonly language: Language
  readonly words: { readonly subject: string; readonly body: string }
}

const typingPauseMs = 350

/** What the words on screen become, made by the server as it will make the real thing. */
export function TemplatePreview({ templateKey: key, language, words }: TemplatePreviewProps) {
  const t = useTexts(templatesTexts)
  const [look, setLook] = useState('mail')
  const [settled] = useDebouncedValue(words, typingPauseMs)
  const { data, error, isFetching } = useQuery({
    ...queryOf('preview-alert-template', {
      key,
      language,
      body: settled.body,
      ...(settled.subject.trim() ? { subject: settled.subject } : {}),
    }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const looks = (['mail', 'text'] as const).map((value) => ({ value, label: t(`preview.${value}`) }))
  return (
    <Card
      title={t('preview.title')}
      actions={
        <SegmentedControl size="xs" aria-label={t('preview.title')} data={looks} value={look} onChange={setLook} />
      }
    >
      {error && <Problem error={error} />}
      {!error && !data && <Skeleton height={320} aria-label={t('preview.updating')} />}
      {!error && data && (
        <div aria-busy={isFetching}>
          <p className={classes.quiet}>{t(data.sample === 'last_event' ? 'preview.lastEvent' : 'preview.madeUp')}</p>
          {look === 'mail' ? (
            // Nothing in it may run or leave: what a hostile target said may be part of the text.
            <iframe className={classes.frame} title={t('preview.frame')} sandbox="" srcDoc={data.html} />
          ) : (
            <div className={classes.plain}>
              <b>{data.subject}</b>
              <p>{data.body}</p>
            </div>
          )}
        </div>
      )}
    </Card>
  )
}

/** A slip in the words is said as it is; the rest is an error like any other. */
function Problem({ error }: { readonly error: Error }) {
  if (!isApiError(error, 'validation')) return <ErrorState error={error} />
  const messages = [...new Set(Object.values(error.fields))]
  return (
    <ul className={classes.problems} role="alert">
      {(messages.length > 0 ? messages : [error.message]).map((message) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  )
}
