import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Boxes, KeyRound, PackageCheck, Settings2, TriangleAlert, Unplug } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { useMay } from '#lib/me.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { KeyFacts, PageHeader } from '#ui/page-header.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { UrlTabs } from '#ui/url-tabs.tsx'
import { DetailSkeleton } from '#ui/watch/detail-skeleton.tsx'
import { MyCredential } from './my-credential.tsx'
import type { UpstreamDetail } from './upstream.ts'
import { UpstreamActions } from './upstream-actions.tsx'
import { UpstreamOffers } from './upstream-offers.tsx'
import { UpstreamSettings } from './upstream-settings.tsx'
import { UpstreamState } from './upstream-state.tsx'
import { UpstreamTools } from './upstream-tools.tsx'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'

export default function UpstreamPage() {
  const t = useTexts(upstreamsTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery({ ...queryOf('get-upstream', { id: Number(id) }), refetchInterval: 15_000 })
  useLiveRefresh(['get-upstream', 'list-upstream-tools'], ({ type }) => type === 'tools')
  if (query.error && !query.data)
    return (
      <>
        <PageHeader icon={Unplug} title={t('one')} />
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </>
    )
  return query.data ? <Loaded key={query.data.id} upstream={query.data} /> : <DetailSkeleton title={t('one')} />
}

function Loaded({ upstream }: { readonly upstream: UpstreamDetail }) {
  const t = useTexts(upstreamsTexts)
  const mayWrite = useMay('update-upstream')
  const { last_error: error, state } = upstream.health
  return (
    <>
      <PageHeader
        icon={Unplug}
        title={upstream.title}
        purpose={<UpstreamState upstream={upstream} />}
        actions={mayWrite && <UpstreamActions upstream={upstream} />}
        facts={<Facts upstream={upstream} />}
      />
      {state === 'down' && error && (
        <Alert
          className={classes.waitingNote}
          color="red"
          icon={<TriangleAlert size={18} aria-hidden />}
          title={t('error')}
        >
          {error}
        </Alert>
      )}
      <UrlTabs
        tabs={[
          ...(mayWrite
            ? [
                {
                  key: 'tools',
                  label: t('tabs.tools'),
                  icon: PackageCheck,
                  ...(upstream.waiting_count > 0 ? { count: upstream.waiting_count } : {}),
                  content: <UpstreamTools upstream={upstream} />,
                },
              ]
            : []),
          { key: 'offers', label: t('tabs.offers'), icon: Boxes, content: <UpstreamOffers upstream={upstream} /> },
          ...(upstream.credential.kind === 'personal'
            ? [
                {
                  key: 'credential',
                  label: t('tabs.credential'),
                  icon: KeyRound,
                  content: <MyCredential upstream={upstream} />,
                },
              ]
            : []),
          ...(mayWrite
            ? [
                {
                  key: 'settings',
                  label: t('tabs.settings'),
                  icon: Settings2,
                  content: <UpstreamSettings key={upstream.updated_at} upstream={upstream} />,
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

function Facts({ upstream }: { readonly upstream: UpstreamDetail }) {
  const t = useTexts(upstreamsTexts)
  const format = useFormat()
  const { health, server } = upstream
  return (
    <KeyFacts
      facts={[
        { label: t('facts.server'), value: server ? `${server.name} ${server.version}` : '–' },
        { label: t('facts.protocol'), value: server?.protocol_version ?? '–' },
        { label: t('facts.latency'), value: format.ms(health.latency_ms) },
        { label: t('facts.lastOk'), value: <RelativeTime at={health.last_ok_at} never={t('never')} /> },
        { label: t('facts.tools'), value: format.number(upstream.tool_count) },
        ...(health.retry_at === null
          ? []
          : [{ label: t('facts.retry'), value: <RelativeTime at={health.retry_at} /> }]),
      ]}
    />
  )
}
