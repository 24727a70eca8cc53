import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { Bot, EllipsisVertical, KeyRound, Link2, Pencil, ShieldX } from 'lucide-react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useNow } from '#lib/now.ts'
import type { Column } from '#ui/data-table/column.ts'
import { RelativeTime } from '#ui/relative-time.tsx'
import { StateBadge, Tag } from '#ui/state-badge.tsx'
import { toolTexts } from '#ui/tools/tools.i18n.ts'
import { canChange, scopeOrder, shownState, type Token } from './token.ts'
import { tokensTexts } from './tokens.i18n.ts'
import classes from './tokens.module.css'

interface TokenColumnsOptions {
  /** One's own tokens need no owner and no kind. */
  readonly isMine: boolean
  onEdit(token: Token): void
  onRevoke(token: Token): void
}

export function useTokenColumns({ isMine, onEdit, onRevoke }: TokenColumnsOptions): readonly Column<Token>[] {
  const t = useTexts(tokensTexts)
  const words = useTexts(toolTexts)
  const format = useFormat()
  const scopes = (token: Token) =>
    token.scopes.length === 0
      ? t('noScopes')
      : scopeOrder
          .filter((scope) => token.scopes.includes(scope))
          .map((scope) => words(`scopes.${scope}`))
          .join(' · ')
  const tools = ({ tools: chosen }: Token) =>
    chosen === null ? t('allTools') : chosen.length === 0 ? t('noTools') : t('someTools', { count: chosen.length })
  const others: readonly Column<Token>[] = [
    {
      key: 'kind',
      header: t('columns.kind'),
      cell: ({ kind }) => t(`kinds.${kind}`),
      text: ({ kind }) => t(`kinds.${kind}`),
    },
    {
      key: 'owner',
      header: t('columns.owner'),
      choice: 'shown',
      cell: ({ owner }) => owner?.name ?? '–',
      text: ({ owner }) => owner?.name ?? null,
    },
    {
      key: 'role',
      header: t('columns.role'),
      choice: 'hidden',
      cell: ({ role }) => words(`roles.${role}`),
      text: ({ role }) => role,
    },
  ]
  return [
    {
      key: 'name',
      header: t('columns.name'),
      card: 'title',
      cell: (token) => <TokenName token={token} />,
      text: ({ name }) => name,
    },
    ...(isMine ? [] : others),
    { key: 'scopes', header: t('columns.scopes'), choice: 'shown', cell: scopes, text: scopes },
    {
      key: 'tools',
      header: t('columns.tools'),
      choice: 'shown',
      cell: (token) =>
        token.tools && token.tools.length > 0 ? <ToolNames token={token} words={tools(token)} /> : tools(token),
      text: ({ tools: chosen }) => chosen?.join(' ') ?? t('allTools'),
    },
    { key: 'state', header: t('columns.state'), cell: (token) => <TokenState token={token} /> },
    {
      key: 'used',
      header: t('columns.used'),
      cell: (token) => (
        <span className={classes.used}>
          <RelativeTime at={token.last_used_at} never={t('never')} />
          {token.last_used_address && (
            <span className={classes.faint}>{t('from', { address: token.last_used_address })}</span>
          )}
        </span>
      ),
      text: ({ last_used_at: at }) => at,
    },
    {
      key: 'expires',
      header: t('columns.expires'),
      choice: 'shown',
      cell: ({ expires_at: at }) => (at === null ? t('neverExpires') : format.time(at, 'date')),
      text: ({ expires_at: at }) => at,
    },
    {
      key: 'created',
      header: t('columns.created'),
      choice: 'hidden',
      cell: ({ created_at: at }) => format.time(at, 'date'),
      text: ({ created_at: at }) => at,
    },
    {
      key: 'actions',
      header: t('columns.actions'),
      isHeaderHidden: true,
      align: 'end',
      width: 56,
      card: 'corner',
      cell: (token) =>
        canChange(token) ? (
          <TokenActions token={token} onEdit={() => onEdit(token)} onRevoke={() => onRevoke(token)} />
        ) : null,
    },
  ]
}

function TokenName({ token }: { readonly token: Token }) {
  const t = useTexts(tokensTexts)
  const Icon = token.kind === 'service' ? Bot : KeyRound
  return (
    <span className={classes.name}>
      <span className={classes.icon}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </span>
      <span className={classes.nameWords}>
        <span>{token.name}</span>
        <span className={classes.hint}>
          <code>{token.hint}…</code>
          {token.cidrs.length > 0 && (
            <Tag>{token.cidrs.length === 1 ? token.cidrs[0] : `${token.cidrs[0]} +${token.cidrs.length - 1}`}</Tag>
          )}
          {token.allows_query && (
            <Tooltip label={t('query')}>
              <span className={classes.inUrl}>
                <Link2 size={13} aria-label={t('query')} />
              </span>
            </Tooltip>
          )}
        </span>
      </span>
    </span>
  )
}

const mostNamed = 12

function ToolNames({ token, words }: { readonly token: Token; readonly words: string }) {
  const names = token.tools ?? []
  const label = names.slice(0, mostNamed).join(', ') + (names.length > mostNamed ? ', …' : '')
  return (
    <Tooltip label={label} multiline maw={360}>
      <span>{words}</span>
    </Tooltip>
  )
}

const looks = { active: 'up', soon: 'degraded', expired: 'down', revoked: 'paused', suspended: 'paused' } as const

function TokenState({ token }: { readonly token: Token }) {
  const t = useTexts(tokensTexts)
  const state = shownState(token, useNow())
  return <StateBadge state={looks[state]}>{t(`states.${state}`)}</StateBadge>
}

function TokenActions({ token, onEdit, onRevoke }: { readonly token: Token; onEdit(): void; onRevoke(): void }) {
  const t = useTexts(tokensTexts)
  return (
    <Menu width={170}>
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('actions.menu', { name: token.name })}>
          <EllipsisVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Pencil size={15} aria-hidden />} onClick={onEdit}>
          {t('actions.edit')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<ShieldX size={15} aria-hidden />} onClick={onRevoke}>
          {t('actions.revoke')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
