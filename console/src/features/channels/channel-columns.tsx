import { ActionIcon, Menu, Switch } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { EllipsisVertical, Pencil, ScrollText, Trash2 } from 'lucide-react'
import type { OutputOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { allTopics, type Channel } from '#ui/alerts/alert-types.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import type { Column } from '#ui/data-table/column.ts'
import { RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { useSwitchChannel } from './channel-commands.ts'
import { channelIcon } from './channel-icon.tsx'
import { ChannelStateTag } from './channel-state-tag.tsx'
import { channelsTexts } from './channels.i18n.ts'
import classes from './channels.module.css'

interface ChannelColumnsOptions {
  readonly kinds: OutputOf<'list-channel-kinds'>['items']
  readonly mayWrite: boolean
  onRemove(channel: Channel): void
}

export function useChannelColumns({ kinds, mayWrite, onRemove }: ChannelColumnsOptions): readonly Column<Channel>[] {
  const t = useTexts(channelsTexts)
  const labelOf = (kind: string) => kinds.find((one) => one.kind === kind)?.label ?? kind
  const scope = useScopeWords()
  const rules = useRuleWords()
  return [
    {
      key: 'name',
      header: t('columns.name'),
      card: 'title',
      cell: (channel) => <ChannelName channel={channel} kind={labelOf(channel.kind)} />,
      text: (channel) => channel.name,
    },
    {
      key: 'target',
      header: t('columns.target'),
      cell: (channel) => <span className={classes.target}>{channel.target}</span>,
      text: (channel) => channel.target,
    },
    { key: 'scope', header: t('columns.scope'), choice: 'shown', cell: scope, text: scope },
    { key: 'rules', header: t('columns.rules'), choice: 'shown', card: 'omit', cell: rules, text: rules },
    { key: 'state', header: t('columns.state'), cell: (channel) => <ChannelStateTag channel={channel} /> },
    {
      key: 'last',
      header: t('columns.last'),
      choice: 'shown',
      cell: (channel) => (
        <span className={classes.time}>
          <RelativeTime at={channel.health.last_delivered_at} never={t('never')} />
        </span>
      ),
      text: (channel) => channel.health.last_delivered_at,
    },
    ...(mayWrite
      ? [
          {
            key: 'actions',
            header: t('columns.actions'),
            isHeaderHidden: true,
            align: 'end' as const,
            width: 110,
            card: 'corner' as const,
            cell: (channel: Channel) => <ChannelActions channel={channel} onRemove={() => onRemove(channel)} />,
          },
        ]
      : []),
  ]
}

function ChannelName({ channel, kind }: { readonly channel: Channel; readonly kind: string }) {
  const t = useTexts(channelsTexts)
  const Icon = channelIcon(channel.kind)
  return (
    <span className={classes.name}>
      <span className={classes.kindIcon}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </span>
      <span className={classes.nameWords}>
        <span>{channel.name}</span>
        <span className={classes.kindLabel}>
          {kind}
          {channel.managed_by !== null && <Tag>{t('managed')}</Tag>}
        </span>
      </span>
    </span>
  )
}

function useScopeWords(): (channel: Pick<Channel, 'scope'>) => string {
  const t = useTexts(channelsTexts)
  return ({ scope }) => {
    if (scope.projects === 'all') return t('scope.all')
    const parts = [
      ...(scope.project_ids.length > 0 ? [t('scope.projects', { count: scope.project_ids.length })] : []),
      ...(scope.tags.length > 0 ? [t('scope.tags', { tags: scope.tags.join(', ') })] : []),
    ]
    return parts.join(' · ')
  }
}

function useRuleWords(): (channel: Channel) => string {
  const t = useTexts(channelsTexts)
  const word = useTexts(alertTexts)
  return ({ events, min_severity: least }) => {
    const what = events.length === allTopics.length ? t('rules.all') : t('rules.some', { count: events.length })
    return least === 'info'
      ? what
      : `${what} · ${t(least === 'critical' ? 'rules.only' : 'rules.atLeast', { severity: word(`severities.${least}`) })}`
  }
}

function ChannelActions({ channel, onRemove }: { readonly channel: Channel; onRemove(): void }) {
  const t = useTexts(channelsTexts)
  const mayReadDeliveries = useMay('list-deliveries')
  const toggle = useSwitchChannel()
  const { id, name, is_enabled: isEnabled } = channel
  return (
    <span className={classes.rowActions}>
      <Switch
        size="sm"
        aria-label={t(isEnabled ? 'actions.turnOff' : 'actions.turnOn', { name })}
        checked={isEnabled}
        disabled={toggle.isPending}
        onChange={() => toggle.mutate({ id, is_enabled: !isEnabled })}
      />
      <Menu width={210}>
        <Menu.Target>
          <ActionIcon size="md" aria-label={t('actions.menu', { name })}>
            <EllipsisVertical size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/channels/${id}`} leftSection={<Pencil size={15} aria-hidden />}>
            {t('actions.edit')}
          </Menu.Item>
          {mayReadDeliveries && (
            <Menu.Item
              component={Link}
              to="/deliveries"
              search={{ channel: String(id) } as never}
              leftSection={<ScrollText size={15} aria-hidden />}
            >
              {t('actions.deliveries')}
            </Menu.Item>
          )}
          {channel.managed_by === null && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" leftSection={<Trash2 size={15} aria-hidden />} onClick={onRemove}>
                {t('actions.delete')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </span>
  )
}
