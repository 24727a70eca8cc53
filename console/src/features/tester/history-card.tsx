import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, queryOf } from '#lib/api.ts'
import { showError } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMe } from '#lib/me.ts'
import { showToast } from '#lib/toasts.ts'
import { Card } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { CallOutcomeMark } from '#ui/tools/call-outcome.tsx'
import type { Arguments } from './arguments.ts'
import { answerOf, type PastCalls } from './past-calls.ts'
import { testerTexts } from './tester.i18n.ts'
import classes from './tester.module.css'
import type { Answer } from './use-call.ts'

interface HistoryCardProps {
  readonly tool: string
  readonly past: PastCalls
  onFill(args: Arguments): void
  onShow(answer: Answer): void
}

type Origin = 'device' | 'server'

/** What was called before: from this browser, and from the server's record of one's own calls. */
export function HistoryCard({ tool, past, onFill, onShow }: HistoryCardProps) {
  const t = useTexts(testerTexts)
  const [origin, setOrigin] = useState<Origin>('device')
  const actions = (
    <>
      {origin === 'device' && past.calls.length > 0 && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={past.clear}>
          {t('history.clear')}
        </Button>
      )}
      <SegmentedControl
        size="xs"
        aria-label={t('history.which')}
        data={[
          { value: 'device', label: t('history.device') },
          { value: 'server', label: t('history.server') },
        ]}
        value={origin}
        onChange={(next) => setOrigin(next as Origin)}
      />
    </>
  )
  return (
    <Card title={t('history.title')} actions={actions}>
      {origin === 'device' ? (
        <OfDevice past={past} onFill={onFill} onShow={onShow} />
      ) : (
        <OfServer tool={tool} onFill={onFill} onShow={onShow} />
      )}
    </Card>
  )
}

function OfDevice({ past, onFill, onShow }: Omit<HistoryCardProps, 'tool'>) {
  const t = useTexts(testerTexts)
  if (past.calls.length === 0) return <p className={classes.dim}>{t('history.none')}</p>
  return (
    <>
      <ul className={classes.calls}>
        {past.calls.map((one) => (
          <li key={one.id}>
            <Line
              outcome={one.outcome}
              words={argumentWords(one.arguments, t('history.noArguments'))}
              note={one.hadSecrets ? t('history.secrets') : undefined}
              durationMs={one.duration_ms}
              at={one.at}
              onPick={() => {
                onFill(one.arguments)
                const answer = answerOf(one.id)
                if (answer) onShow(answer)
              }}
            />
          </li>
        ))}
      </ul>
      <p className={classes.dim}>{t('history.note')}</p>
    </>
  )
}

const shown = 15

function OfServer({ tool, onFill, onShow }: Omit<HistoryCardProps, 'past'>) {
  const t = useTexts(testerTexts)
  const person = useMe()?.id ?? 0
  const { data, error, refetch } = useQuery(queryOf('list-tool-calls', { tool, person, page_size: shown }))
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton height={120} aria-busy />
  if (data.items.length === 0) return <p className={classes.dim}>{t('history.none')}</p>
  const pick = async (id: number) => {
    try {
      const detail = await call('get-tool-call', { id })
      if (isArguments(detail.arguments)) {
        onFill(detail.arguments)
        showToast({ tone: 'note', message: t('history.filled') })
      } else showToast({ tone: 'note', message: t('history.cut') })
      if (detail.result !== null) onShow(recorded(detail))
    } catch (failure) {
      showError(failure)
    }
  }
  return (
    <>
      <ul className={classes.calls}>
        {data.items.map((one) => (
          <li key={one.id}>
            <Line
              outcome={one.outcome}
              words={one.token?.name ?? one.reason ?? `#${one.id}`}
              note={
                Object.hasOwn(testerTexts.ko.history.doors, one.door)
                  ? t(`history.doors.${one.door as 'http'}`)
                  : one.door
              }
              durationMs={one.duration_ms}
              at={one.started_at}
              onPick={() => void pick(one.id)}
            />
          </li>
        ))}
      </ul>
      <p className={classes.dim}>{t('history.serverNote')}</p>
    </>
  )
}

const isArguments = (value: unknown): value is Arguments =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const recorded = (detail: {
  id: number
  tool: string
  outcome: Answer['outcome']
  duration_ms: number
  result: unknown
}): Answer => ({
  tool: detail.tool,
  success: detail.outcome === 'success',
  outcome: detail.outcome,
  call_id: detail.id,
  duration_ms: detail.duration_ms,
  result: isArguments(detail.result)
    ? { ...detail.result }
    : { content: [{ type: 'text', text: String(detail.result) }] },
  problems: [],
})

const longestWords = 120

function argumentWords(args: Arguments, none: string): string {
  const words = Object.entries(args).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return words.length === 0 ? none : words.join(', ').slice(0, longestWords)
}

interface LineProps {
  readonly outcome: Answer['outcome']
  readonly words: string
  readonly note: string | undefined
  readonly durationMs: number
  readonly at: string
  onPick(): void
}

function Line({ outcome, words, note, durationMs, at, onPick }: LineProps) {
  const format = useFormat()
  return (
    <button type="button" className={classes.call} onClick={onPick}>
      <CallOutcomeMark outcome={outcome} isBare />
      <span className={classes.callWords}>
        {words}
        {note && <span className={classes.dim}>{note}</span>}
      </span>
      <span className={classes.callFigures}>
        <span>{format.ms(durationMs)}</span>
        <span className={classes.dim}>
          <RelativeTime at={at} />
        </span>
      </span>
    </button>
  )
}
