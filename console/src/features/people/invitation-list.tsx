import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { MailPlus } from 'lucide-react'
import { useState } from 'react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { localList } from '#lib/list.ts'
import { useNow } from '#lib/now.ts'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { peopleTexts } from './people.i18n.ts'

type Invitation = OutputOf<'list-invitations'>['items'][number]

export function InvitationList() {
  const t = useTexts(peopleTexts)
  const now = useNow()
  const query = useQuery(queryOf('list-invitations'))
  const [revoking, setRevoking] = useState<Invitation>()
  const revoke = useCommand('revoke-invitation', {
    done: t('invitations.revoked'),
    invalidates: ['list-invitations'],
    onDone: () => setRevoking(undefined),
  })
  const who = (invitation: Invitation) => invitation.email ?? t('invitations.anybody')
  const stateOf = ({ used_at: usedAt, expires_at: expiresAt }: Invitation) =>
    usedAt ? 'used' : Date.parse(expiresAt) <= now ? 'expired' : 'open'

  const columns: readonly Column<Invitation>[] = [
    { key: 'email', header: t('invitations.for'), card: 'title', cell: who, text: who },
    {
      key: 'role',
      header: t('invitations.role'),
      cell: ({ role }) => t(`roles.${role}`),
      text: ({ role }) => t(`roles.${role}`),
    },
    {
      key: 'state',
      header: t('invitations.state'),
      cell: (invitation) => (
        <Tag tone={stateOf(invitation) === 'open' ? 'up' : 'paused'}>{t(`invitations.${stateOf(invitation)}`)}</Tag>
      ),
      text: (invitation) => t(`invitations.${stateOf(invitation)}`),
    },
    {
      key: 'expires_at',
      header: t('invitations.expires'),
      cell: ({ expires_at: at }) => <RelativeTime at={at} />,
      text: ({ expires_at: at }) => at,
    },
    {
      key: 'created_at',
      header: t('invitations.created'),
      cell: ({ created_at: at }) => <RelativeTime at={at} />,
      text: ({ created_at: at }) => at,
    },
    {
      key: 'revoke',
      header: t('columns.actions'),
      isHeaderHidden: true,
      align: 'end',
      width: 100,
      card: 'corner',
      cell: (invitation) =>
        stateOf(invitation) === 'open' && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={`${who(invitation)} ${t('invitations.revoke')}`}
            onClick={() => setRevoking(invitation)}
          >
            {t('invitations.revoke')}
          </Button>
        ),
    },
  ]
  return (
    <>
      <DataTable
        id="invitations"
        label={t('invitations.title')}
        list={localList(query.data?.items, query)}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState icon={MailPlus} title={t('invitations.empty')} text={t('invitations.emptyText')} />}
      />
      {revoking && (
        <ConfirmDestructive
          isOpen
          title={t('invitations.revokeTitle')}
          text={t('invitations.revokeText', { who: who(revoking) })}
          verb={t('invitations.revoke')}
          isBusy={revoke.isPending}
          onConfirm={() => revoke.mutate({ id: revoking.id })}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </>
  )
}
