import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Settings2, SlidersHorizontal } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { SideListPage, useIsNarrow } from '#ui/side-list.tsx'
import { SettingForm } from './setting-form.tsx'
import { SettingList } from './setting-list.tsx'
import { settingsTexts } from './settings.i18n.ts'

export default function SettingsPage() {
  const t = useTexts(settingsTexts)
  const { key } = useParams({ strict: false }) as { key?: string }
  const { data, error, refetch } = useQuery(queryOf('list-settings'))
  // On a phone the list stands alone, and nothing of it is open.
  const isNarrow = useIsNarrow()
  const shown = key ?? (isNarrow ? undefined : data?.items[0]?.key)
  const setting = data?.items.find((one) => one.key === shown)
  const header = <PageHeader icon={SlidersHorizontal} title={t('title')} purpose={t('purpose')} />
  if (error && !data) {
    return (
      <>
        {header}
        <ErrorState error={error} onRetry={() => void refetch()} />
      </>
    )
  }
  return (
    <SideListPage
      header={header}
      list={data ? <SettingList settings={data.items} current={shown} /> : <Skeleton height={420} radius={10} />}
      hasChosen={key !== undefined}
      back={{ to: '/settings', label: t('back') }}
    >
      {setting && <SettingForm key={setting.key} setting={setting} />}
      {!data && <Skeleton height={420} radius={10} />}
      {data && !setting && (
        <>
          {header}
          <EmptyState icon={Settings2} title={t('missing.title')} text={t('missing.text')} />
        </>
      )}
    </SideListPage>
  )
}
