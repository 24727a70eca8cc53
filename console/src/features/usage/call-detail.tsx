import { Button, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { JsonView } from '#ui/json-view.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { SideDrawer } from '#ui/side-drawer.tsx'
import { CallOutcomeMark } from '#ui/tools/call-outcome.tsx'
import { Caller } from './call-columns.tsx'
import { useDoorName } from './names.ts'
import { usageTexts } from './usage.i18n.ts'
import classes from './usage.module.css'

type Detail = OutputOf<'get-tool-call'>

interface CallDetailProps {
  readonly id: number
  nameOfSource(id: string): string
  onNarrow(changes: { person?: string; tool?: string }): void
  onClose(): void
}

export function CallDetail({ id, nameOfSource, onNarrow, onClose }: CallDetailProps) {
  const t = useTexts(usageTexts)
  const maySeeAll = useMay('list-people')
  const { data, error, refetch } = useQuery({
    ...queryOf('get-tool-call', { id }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const person = data?.person
  const foot = data && (
    <span className={classes.foot}>
      <Button variant="default" onClick={() => onNarrow({ tool: data.tool })}>
        {t('detail.sameTool')}
      </Button>
      {maySeeAll && person && (
        <Button variant="default" onClick={() => onNarrow({ person: String(person.id) })}>
          {t('detail.samePerson')}
        </Button>
      )}
      <AuditLink call={data} />
    </span>
  )
  return (
    <SideDrawer isOpen size={620} title={t('detail.title', { id })} foot={foot} onClose={onClose}>
      {data ? (
        <Facts call={data} nameOfSource={nameOfSource} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <DetailSkeleton />
      )}
    </SideDrawer>
  )
}

const dayOf = (time: string): string => time.slice(0, 10)

/** A verb that changes something writes its own line under its own name; everything else is a `call-tool`. */
function AuditLink({ call }: { readonly call: Detail }) {
  const t = useTexts(usageTexts)
  const mayRead = useMay('list-audit')
  if (!mayRead) return null
  const search = {
    ...(call.person ? { person: String(call.person.id) } : {}),
    q: call.source === 'bongsu' ? call.tool : 'call-tool',
    from: dayOf(call.started_at),
    to: dayOf(call.started_at),
  }
  return (
    <Button component={Link} to="/audit" search={search as never} variant="subtle">
      {t('detail.audit')}
    </Button>
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

function Facts({ call, nameOfSource }: { readonly call: Detail; nameOfSource(id: string): string }) {
  const t = useTexts(usageTexts)
  const format = useFormat()
  const doorName = useDoorName()
  return (
    <>
      <KeyValue
        items={[
          { label: t('columns.tool'), value: <code className={classes.tool}>{call.tool}</code>, copy: call.tool },
          { label: t('columns.outcome'), value: <CallOutcomeMark outcome={call.outcome} /> },
          ...(call.reason === null ? [] : [{ label: t('columns.reason'), value: call.reason }]),
          { label: t('columns.caller'), value: <Caller call={call} /> },
          { label: t('detail.exactTime'), value: format.time(call.started_at) },
          { label: t('columns.duration'), value: format.ms(call.duration_ms) },
          { label: t('columns.source'), value: call.source === null ? null : nameOfSource(call.source) },
          { label: t('columns.door'), value: doorName(call.door) },
          { label: t('columns.server'), value: call.server ?? t('detail.whole') },
          { label: t('columns.address'), value: call.address },
        ]}
      />
      <section className={classes.section}>
        <h3>{t('detail.arguments')}</h3>
        <JsonView value={call.arguments} />
      </section>
      <section className={classes.section}>
        <h3>{t('detail.result')}</h3>
        {call.result === null ? (
          <p className={classes.note}>{t('detail.noResult')}</p>
        ) : (
          <JsonView value={call.result} open={3} />
        )}
        <p className={classes.note}>{t('detail.redacted')}</p>
      </section>
    </>
  )
}
