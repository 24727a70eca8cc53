import { Bell, BellOff, CheckCheck, CircleStop, MessageSquareText, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { OutputOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import { Card } from '#ui/card.tsx'
import { OpenDuration } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import { outcomeTexts } from '#ui/watch/outcome/outcome.i18n.ts'
import { incidentsTexts } from './incidents.i18n.ts'
import classes from './incidents.module.css'
import { NoteForm } from './note-form.tsx'
import { Seen } from './seen-card.tsx'
import { detailOf, isLook, type StoryKind, type StoryLine, shapes, storyOf, wordOf } from './story.ts'

type Incident = OutputOf<'get-incident'>

/** Everything that happened, oldest first: what the checks saw, who was told, who did what. Notes go at the end. */
export function StoryCard({ incident, mayWrite }: { readonly incident: Incident; readonly mayWrite: boolean }) {
  const t = useTexts(incidentsTexts)
  const format = useFormat()
  const lines = storyOf(incident.timeline, incident.opened_at, (moment) => format.time(moment, 'date'))
  return (
    <Card title={t('story.title')}>
      <ol className={classes.story}>
        {lines.map((line) => (
          <Line key={line.event.id} line={line} monitorId={incident.monitor.id} />
        ))}
        {incident.state === 'open' && (
          <li className={classes.line} data-open>
            <span className={classes.dot}>
              <i className={classes.pulse} />
            </span>
            <div className={classes.lineBody}>
              <span className={classes.lineHead}>
                <b>{t('story.ongoing')}</b>
                <span className={classes.after}>
                  <OpenDuration from={incident.opened_at} />
                </span>
              </span>
            </div>
          </li>
        )}
      </ol>
      {mayWrite && <NoteForm id={incident.id} />}
    </Card>
  )
}

interface LineProps {
  readonly line: StoryLine
  readonly monitorId: number
}

function Line({ line: { event, after, nth, isNewDay }, monitorId }: LineProps) {
  const t = useTexts(incidentsTexts)
  const format = useFormat()
  const isNote = event.kind === 'note'
  const who = event.person && isNote ? event.person.name : undefined
  return (
    <>
      {isNewDay && (
        <li className={classes.day}>
          <span>{format.time(event.at, 'date')}</span>
        </li>
      )}
      <li className={classes.line} data-kind={event.kind}>
        <span className={classes.dot}>
          <Mark kind={event.kind} />
        </span>
        <div className={classes.lineBody}>
          <span className={classes.lineHead}>
            <b>{nth === null ? t(`event.${event.kind}`) : t('story.nth', { count: nth })}</b>
            {who && <span className={classes.who}>{who}</span>}
            <Marks line={{ event, after, nth, isNewDay }} />
            <time className={classes.clock} dateTime={event.at} title={format.time(event.at)}>
              {format.time(event.at, 'time')}
              {after >= 1000 && (
                <span className={classes.after}> · {t('story.after', { time: format.duration(after) })}</span>
              )}
            </time>
          </span>
          <p className={isNote ? classes.note : classes.message}>{event.message}</p>
          {isLook(event) && <Evidence monitorId={monitorId} at={event.at} />}
        </div>
      </li>
    </>
  )
}

/** Small facts of a line: why it failed, how often it was tried, which alert it was. */
function Marks({ line: { event } }: { readonly line: StoryLine }) {
  const t = useTexts(incidentsTexts)
  const words = useTexts(outcomeTexts)
  const alerts = useTexts(alertTexts)
  const format = useFormat()
  const code = wordOf(event, 'error_code') ?? wordOf(event, 'to')
  const alert = wordOf(event, 'event')
  const attempts = detailOf(event, 'attempts') ?? 1
  const took = detailOf(event, 'duration_ms')
  return (
    <>
      {code && Object.hasOwn(outcomeTexts.ko.error, code) && <Tag>{words(`error.${code as 'dns'}`)}</Tag>}
      {alert && Object.hasOwn(alertTexts.ko.events, alert) && <Tag>{alerts(`events.${alert as 'down'}`)}</Tag>}
      {(attempts > 1 || took !== undefined) && (
        <span className={classes.after}>
          {[
            ...(attempts > 1 ? [t('story.attempts', { count: attempts })] : []),
            ...(took === undefined ? [] : [t('story.took', { time: format.ms(took) })]),
          ].join(' · ')}
        </span>
      )}
    </>
  )
}

const icons = {
  told: Bell,
  not_told: BellOff,
  acknowledged: CheckCheck,
  unacknowledged: Undo2,
  note: MessageSquareText,
  resolved: CircleStop,
} as const

function Mark({ kind }: { readonly kind: StoryKind }) {
  const Icon = Object.hasOwn(icons, kind) ? icons[kind as keyof typeof icons] : undefined
  if (Icon) return <Icon size={14} aria-hidden />
  return <StateIcon state={shapes[kind] ?? 'unknown'} size={12} decorative />
}

/** What exactly one look saw, fetched when somebody wants to know. */
function Evidence({ monitorId, at }: { readonly monitorId: number; readonly at: string }) {
  const t = useTexts(incidentsTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <details className={classes.evidence} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('story.evidence')}</summary>
      {isOpen && (
        <div className={classes.evidenceBody}>
          <Seen monitorId={monitorId} slotAt={at} without={<p className={classes.dim}>{t('story.noEvidence')}</p>} />
        </div>
      )}
    </details>
  )
}
