import { Button, Skeleton, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Activity, CheckCheck, Siren, Undo2 } from 'lucide-react'
import { call, type OutputOf, queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { useNow } from '#lib/now.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { KeyFacts, PageHeader } from '#ui/page-header.tsx'
import { OpenDuration } from '#ui/relative-time.tsx'
import { outcomeTexts } from '#ui/watch/outcome/outcome.i18n.ts'
import { DeliveriesCard } from './deliveries-card.tsx'
import { IncidentState } from './incident-state.tsx'
import { incidentsTexts } from './incidents.i18n.ts'
import classes from './incidents.module.css'
import { SeenCard } from './seen-card.tsx'
import { tally } from './story.ts'
import { StoryCard } from './story-card.tsx'
import { incidentTouches, useLiveIncident } from './use-live-incidents.ts'

type Incident = OutputOf<'get-incident'>

/** Messages go out in the minutes after something happened; nobody announces each of them. */
const movingMs = 120_000
const askEveryMs = 10_000

export default function IncidentPage() {
  const t = useTexts(incidentsTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery({
    ...queryOf('get-incident', { id: Number(id) }),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data, Date.now()) ? askEveryMs : false),
  })
  useLiveIncident(Number(id))
  if (query.error && !query.data) {
    return (
      <>
        <PageHeader icon={Siren} title={t('page.loading')} />
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </>
    )
  }
  if (!query.data) {
    return (
      <>
        <PageHeader icon={Siren} title={t('page.loading')} />
        <div className={classes.columns} aria-busy>
          <Skeleton height={420} radius={10} />
          <Skeleton height={260} radius={10} />
        </div>
      </>
    )
  }
  return <LoadedIncident incident={query.data} />
}

function isMoving({ state, resolved_at }: Incident, now: number): boolean {
  return state === 'open' || (resolved_at !== null && now - Date.parse(resolved_at) < movingMs)
}

function LoadedIncident({ incident }: { readonly incident: Incident }) {
  const mayWrite = useMay('add-incident-note')
  const maySeeDeliveries = useMay('list-incident-deliveries')
  const now = useNow()
  const { project, monitor } = incident
  return (
    <>
      <PageHeader
        icon={Siren}
        title={`${project.title} · ${monitor.name}`}
        purpose={incident.message}
        actions={<Actions incident={incident} />}
        facts={<Facts incident={incident} />}
      />
      <div className={classes.columns}>
        <StoryCard incident={incident} mayWrite={mayWrite} />
        <div className={classes.side}>
          <SeenCard incident={incident} />
          {maySeeDeliveries && <DeliveriesCard id={incident.id} isMoving={isMoving(incident, now)} />}
        </div>
      </div>
    </>
  )
}

function Actions({ incident: { id, state, acknowledged_by, monitor } }: { readonly incident: Incident }) {
  const t = useTexts(incidentsTexts)
  const mayAcknowledge = useMay('acknowledge-incident')
  const acknowledge = useCommand('acknowledge-incident', {
    done: t('page.acknowledged'),
    undo: () => call('unacknowledge-incident', { id }),
    invalidates: incidentTouches,
  })
  const unacknowledge = useCommand('unacknowledge-incident', {
    done: t('page.unacknowledged'),
    invalidates: incidentTouches,
  })
  const mayNow = mayAcknowledge && state === 'open'
  return (
    <>
      {mayNow && !acknowledged_by && (
        <Tooltip label={t('page.acknowledgeHint')}>
          <Button
            leftSection={<CheckCheck size={15} aria-hidden />}
            loading={acknowledge.isPending}
            onClick={() => acknowledge.mutate({ id })}
          >
            {t('page.acknowledge')}
          </Button>
        </Tooltip>
      )}
      {mayNow && acknowledged_by && (
        <Button
          variant="default"
          leftSection={<Undo2 size={15} aria-hidden />}
          loading={unacknowledge.isPending}
          onClick={() => unacknowledge.mutate({ id })}
        >
          {t('page.unacknowledge')}
        </Button>
      )}
      <Button
        component={Link}
        to={`/monitors/${monitor.id}`}
        variant="default"
        leftSection={<Activity size={15} aria-hidden />}
      >
        {t('page.monitor')}
      </Button>
    </>
  )
}

function Facts({ incident }: { readonly incident: Incident }) {
  const t = useTexts(incidentsTexts)
  const words = useTexts(outcomeTexts)
  const format = useFormat()
  const { opened_at, confirmed_at, resolved_at, error_code, failures, acknowledged_by, project } = incident
  const { told, failed } = tally(incident.deliveries)
  const toldText = failed > 0 ? t('fact.notToldCount', { told, failed }) : t('fact.toldCount', { told })
  return (
    <KeyFacts
      facts={[
        { label: t('fact.state'), value: <IncidentState incident={incident} /> },
        { label: t('fact.lasted'), value: <OpenDuration from={opened_at} to={resolved_at} /> },
        { label: t('fact.since'), value: format.time(opened_at) },
        ...(resolved_at ? [{ label: t('fact.until'), value: format.time(resolved_at) }] : []),
        { label: t('fact.cause'), value: error_code ? words(`error.${error_code}`) : '–' },
        { label: t('fact.failures'), value: t('fact.times', { count: failures }) },
        {
          label: t('fact.confirmedAfter'),
          value: format.duration(Date.parse(confirmed_at) - Date.parse(opened_at)),
        },
        { label: t('fact.told'), value: toldText },
        { label: t('fact.acknowledgedBy'), value: acknowledged_by?.name ?? t('fact.nobody') },
        {
          label: t('filter.project'),
          value: (
            <Link to="/projects/$id" params={{ id: String(project.id) } as never}>
              {project.title}
            </Link>
          ),
        },
      ]}
    />
  )
}
