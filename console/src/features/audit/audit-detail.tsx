import { Button, Skeleton, Stack, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { JsonView } from '#ui/json-view.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { SideDrawer } from '#ui/side-drawer.tsx'
import { auditTexts } from './audit.i18n.ts'
import classes from './audit.module.css'
import { ActorName, type AuditEntry, OutcomeTag, TargetName } from './audit-columns.tsx'
import { type RecordedChange, readDetails, shortValue } from './recorded-changes.ts'

interface AuditDetailProps {
  readonly id: number
  onNarrow(changes: { person?: string; action?: string; q?: string }): void
  onClose(): void
}

export function AuditDetail({ id, onNarrow, onClose }: AuditDetailProps) {
  const t = useTexts(auditTexts)
  const { data, error, refetch } = useQuery(queryOf('get-audit-entry', { id }))
  const personId = data?.person_id ?? null
  const foot = data && (
    <span className={classes.foot}>
      {personId !== null && (
        <Button variant="default" onClick={() => onNarrow({ person: String(personId) })}>
          {t('detail.sameActor')}
        </Button>
      )}
      <Button variant="default" onClick={() => onNarrow({ action: data.action })}>
        {t('detail.sameAction')}
      </Button>
    </span>
  )
  return (
    <SideDrawer isOpen size={620} title={t('detail.title', { id })} foot={foot} onClose={onClose}>
      {data ? (
        <Entry entry={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <DetailSkeleton />
      )}
    </SideDrawer>
  )
}

const DetailSkeleton = () => (
  <Stack gap="sm" aria-busy>
    {[0, 1, 2, 3, 4, 5].map((row) => (
      <Skeleton key={row} height={24} />
    ))}
    <Skeleton height={160} mt="md" />
  </Stack>
)

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const t = useTexts(auditTexts)
  const format = useFormat()
  const { changes, rest } = readDetails(entry.details)
  const hasInput = entry.input !== null && entry.input !== undefined
  return (
    <>
      <KeyValue
        items={[
          { label: t('columns.action'), value: <code className={classes.action}>{entry.action}</code> },
          { label: t('columns.outcome'), value: <OutcomeTag outcome={entry.outcome} /> },
          { label: t('columns.actor'), value: <ActorName entry={entry} /> },
          { label: t('columns.target'), value: <TargetName entry={entry} /> },
          { label: t('detail.exactTime'), value: format.time(entry.at) },
          { label: t('columns.door'), value: t(`doors.${entry.door}`) },
          { label: t('columns.address'), value: entry.address },
          { label: t('detail.userAgent'), value: entry.user_agent },
        ]}
      />
      {changes.length > 0 && (
        <section className={classes.section}>
          <h3>{t('detail.changes')}</h3>
          <Changes changes={changes} />
        </section>
      )}
      {rest !== null && (
        <section className={classes.section}>
          <h3>{t('detail.details')}</h3>
          <JsonView value={rest} />
        </section>
      )}
      <section className={classes.section}>
        <h3>{t('detail.input')}</h3>
        {hasInput ? <JsonView value={entry.input} /> : <p className={classes.note}>{t('detail.noInput')}</p>}
      </section>
      <section className={classes.section}>
        <h3>{t('detail.chain')}</h3>
        <p className={classes.note}>{t('detail.chainHint')}</p>
        <code className={classes.hash}>{entry.hash}</code>
      </section>
    </>
  )
}

function Changes({ changes }: { readonly changes: readonly RecordedChange[] }) {
  const t = useTexts(auditTexts)
  return (
    <Table className={classes.changes} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('detail.field')}</Table.Th>
          <Table.Th>{t('detail.before')}</Table.Th>
          <Table.Th>{t('detail.after')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map(({ field, from, to }) => (
          <Table.Tr key={field}>
            <Table.Th scope="row">{field}</Table.Th>
            <Table.Td className={classes.before}>{shortValue(from)}</Table.Td>
            <Table.Td className={classes.after}>{shortValue(to)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
