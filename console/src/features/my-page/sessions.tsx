import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Monitor, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { deviceName, isPhone } from '#lib/device-name.ts'
import { useTexts } from '#lib/i18n.ts'
import { localList } from '#lib/list.ts'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { myPageTexts } from './my-page.i18n.ts'
import classes from './my-page.module.css'

type Session = OutputOf<'list-my-sessions'>['items'][number]

export function Sessions() {
  const t = useTexts(myPageTexts)
  const query = useQuery(queryOf('list-my-sessions'))
  const [leaving, setLeaving] = useState<Session>()
  const nameOf = (session: Session) =>
    deviceName(session.user_agent) ?? (session.kind === 'bearer' ? t('sessions.api') : t('sessions.unknownDevice'))
  const end = useCommand('revoke-my-session', {
    done: t('sessions.ended'),
    invalidates: ['list-my-sessions'],
    onDone: () => setLeaving(undefined),
  })

  const columns: readonly Column<Session>[] = [
    {
      key: 'device',
      header: t('sessions.device'),
      card: 'title',
      cell: (session) => <Device session={session} name={nameOf(session)} />,
    },
    { key: 'address', header: t('sessions.address'), cell: (session) => session.address ?? '–' },
    {
      key: 'last_seen_at',
      header: t('sessions.lastSeen'),
      cell: (session) => <RelativeTime at={session.last_seen_at} />,
    },
    { key: 'created_at', header: t('sessions.started'), cell: (session) => <RelativeTime at={session.created_at} /> },
    {
      key: 'end',
      header: t('sessions.end'),
      isHeaderHidden: true,
      align: 'end',
      width: 100,
      card: 'corner',
      cell: (session) =>
        session.is_current ? null : (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={`${nameOf(session)} ${t('sessions.end')}`}
            onClick={() => setLeaving(session)}
          >
            {t('sessions.end')}
          </Button>
        ),
    },
  ]
  return (
    <>
      <DataTable
        id="my-sessions"
        label={t('sessions.title')}
        list={localList(query.data?.items, query)}
        columns={columns}
        rowKey={(session) => session.id}
        isExportable={false}
      />
      {leaving && (
        <ConfirmDestructive
          isOpen
          title={t('sessions.confirmTitle')}
          text={t('sessions.confirmText', { device: nameOf(leaving), address: leaving.address ?? '–' })}
          verb={t('sessions.end')}
          isBusy={end.isPending}
          onConfirm={() => end.mutate({ id: leaving.id })}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </>
  )
}

function Device({ session, name }: { readonly session: Session; readonly name: string }) {
  const t = useTexts(myPageTexts)
  const Icon = isPhone(session.user_agent) ? Smartphone : Monitor
  return (
    <span className={classes.device}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {name}
      {session.is_current && <Tag tone="accent">{t('sessions.current')}</Tag>}
    </span>
  )
}
