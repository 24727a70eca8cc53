import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { useCheckKinds } from '#lib/check-kinds.ts'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { Card } from '#ui/card.tsx'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { LogTime } from '#ui/log-time.tsx'
import type { Monitor } from './monitor-values.ts'
import classes from './news.module.css'
import { signalsTexts } from './signals.i18n.ts'

/** For a monitor that is signalled instead of looking: how, and what has come in. Nothing for all others. */
export function HowToSignal({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(signalsTexts)
  const { kinds } = useCheckKinds()
  const maySee = useMay('get-signal-address')
  if (!kinds.find(({ kind }) => kind === monitor.kind)?.is_signalled) return null
  return (
    <Card title={maySee ? t('title') : t('recent')} actions={maySee && <Rotate monitor={monitor} />}>
      {maySee && (
        <>
          <Address monitor={monitor} />
          <h3 className={classes.title}>{t('recent')}</h3>
        </>
      )}
      <Recent monitor={monitor} />
    </Card>
  )
}

/** As it stands at the end of a crontab line: quiet, but loud when it fails, and patient with a busy network. */
const curlOf = (url: string): string => `curl -fsS -m 10 --retry 3 ${url}`

function Address({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(signalsTexts)
  const { data } = useQuery(queryOf('get-signal-address', { id: monitor.id }))
  if (!data) return null
  const url = data.url ?? window.location.origin + data.path
  const ways = [
    ['', t('ends')],
    ['/start', t('starts')],
    ['/fail', t('fails')],
    ['/$?', t('code')],
    ['/log', t('log')],
  ] as const
  return (
    <>
      <p className={classes.hint}>{t('hint')}</p>
      <div className={classes.line}>
        <code>{curlOf(url)}</code>
        <CopyButton value={curlOf(url)} label={t('copy')} />
      </div>
      <dl className={classes.ways}>
        {ways.map(([ending, when]) => (
          <Way key={ending} ending={ending === '' ? '/' : ending} when={when} />
        ))}
      </dl>
    </>
  )
}

const Way = ({ ending, when }: { readonly ending: string; readonly when: string }) => (
  <>
    <dt>
      <code>{ending}</code>
    </dt>
    <dd>{when}</dd>
  </>
)

function Rotate({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(signalsTexts)
  const [isAsking, setAsking] = useState(false)
  const rotate = useCommand('rotate-signal-address', {
    done: t('rotated'),
    invalidates: ['get-signal-address'],
    onDone: () => setAsking(false),
  })
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<RotateCw size={14} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('rotate')}
      </Button>
      <ConfirmDestructive
        isOpen={isAsking}
        title={t('rotateTitle')}
        text={t('rotateText')}
        verb={t('rotate')}
        isBusy={rotate.isPending}
        onConfirm={() => rotate.mutate({ id: monitor.id })}
        onClose={() => setAsking(false)}
      />
    </>
  )
}

type Signal = OutputOf<'list-signals'>['items'][number]

function Recent({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(signalsTexts)
  const { data } = useQuery({ ...queryOf('list-signals', { id: monitor.id, limit: 10 }), refetchInterval: 30_000 })
  if (!data) return null
  if (data.items.length === 0) return <p className={classes.text}>{t('none')}</p>
  return (
    <ol className={classes.list}>
      {data.items.map((signal) => (
        <OneSignal key={signal.id} signal={signal} />
      ))}
    </ol>
  )
}

function OneSignal({ signal }: { readonly signal: Signal }) {
  const t = useTexts(signalsTexts)
  const format = useFormat()
  return (
    <li>
      <div className={classes.head}>
        <span className={classes.sort}>{t(`sort.${signal.sort}`)}</span>
        <LogTime at={signal.at} />
        {signal.exit_code !== null && <span className={classes.faint}>{t('exit', { code: signal.exit_code })}</span>}
        {signal.run_ms !== null && <span className={classes.faint}>{format.ms(signal.run_ms)}</span>}
        {signal.came_from !== null && <span className={classes.faint}>{signal.came_from}</span>}
      </div>
      {signal.body !== null && (
        <details className={classes.details}>
          <summary>{t('body')}</summary>
          <pre className={classes.body}>{signal.body}</pre>
        </details>
      )}
    </li>
  )
}
