import type { OutputOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Column } from '#ui/data-table/column.ts'
import { LogTime } from '#ui/log-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { auditTexts } from './audit.i18n.ts'
import classes from './audit.module.css'

export type AuditEntry = OutputOf<'get-audit-entry'>

export function useAuditColumns(): readonly Column<AuditEntry>[] {
  const t = useTexts(auditTexts)
  return [
    { key: 'at', header: t('columns.at'), cell: (row) => <LogTime at={row.at} />, text: (row) => row.at },
    {
      key: 'actor',
      header: t('columns.actor'),
      cell: (row) => <ActorName entry={row} />,
      text: (row) => row.actor_name ?? t(`actors.${row.actor_kind}`),
    },
    {
      key: 'action',
      header: t('columns.action'),
      card: 'title',
      cell: (row) => <code className={classes.action}>{row.action}</code>,
      text: (row) => row.action,
    },
    {
      key: 'target',
      header: t('columns.target'),
      cell: (row) => <TargetName entry={row} />,
      text: (row) => row.target_label ?? row.target_id,
    },
    {
      key: 'outcome',
      header: t('columns.outcome'),
      card: 'corner',
      cell: (row) => <OutcomeTag outcome={row.outcome} />,
      text: (row) => t(`outcomes.${row.outcome}`),
    },
    {
      key: 'door',
      header: t('columns.door'),
      choice: 'shown',
      card: 'omit',
      cell: (row) => t(`doors.${row.door}`),
      text: (row) => t(`doors.${row.door}`),
    },
    {
      key: 'address',
      header: t('columns.address'),
      choice: 'shown',
      cell: (row) => row.address ?? '–',
      text: (row) => row.address,
    },
  ]
}

const tones = { refused: 'degraded', failed: 'down' } as const

export function OutcomeTag({ outcome }: { readonly outcome: AuditEntry['outcome'] }) {
  const t = useTexts(auditTexts)
  // What went as it should is said quietly.
  if (outcome === 'done') return <span>{t('outcomes.done')}</span>
  return <Tag tone={tones[outcome]}>{t(`outcomes.${outcome}`)}</Tag>
}

export function ActorName({ entry }: { readonly entry: AuditEntry }) {
  const t = useTexts(auditTexts)
  return (
    <span className={classes.words}>
      {entry.actor_name ?? t(`actors.${entry.actor_kind}`)}
      {entry.actor_kind === 'token' && <Tag>{t('actors.token')}</Tag>}
    </span>
  )
}

export function TargetName({ entry }: { readonly entry: AuditEntry }) {
  const t = useTexts(auditTexts)
  if (entry.target_kind === null) return <span>–</span>
  return (
    <span className={classes.words}>
      <span>{entry.target_label ?? `#${entry.target_id}`}</span>
      <span className={classes.kind}>
        {Object.hasOwn(auditTexts.ko.targets, entry.target_kind)
          ? t(`targets.${entry.target_kind as 'person'}`)
          : entry.target_kind}
      </span>
    </span>
  )
}
