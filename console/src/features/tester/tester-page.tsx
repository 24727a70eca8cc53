import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { FlaskConical } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { isApiError } from '#lib/api-error.ts'
import { useTexts } from '#lib/i18n.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { SideListPage, useIsNarrow } from '#ui/side-list.tsx'
import { RunTool } from './run-tool.tsx'
import { testerTexts } from './tester.i18n.ts'
import { ToolList } from './tool-list.tsx'

export default function TesterPage() {
  const t = useTexts(testerTexts)
  const { name } = useParams({ strict: false }) as { name?: string }
  const isNarrow = useIsNarrow()
  const header = <PageHeader icon={FlaskConical} title={t('title')} purpose={t('purpose')} />
  return (
    <>
      {name === undefined && !isNarrow && header}
      <SideListPage
        isWide
        header={header}
        list={<ToolList chosen={name} />}
        hasChosen={name !== undefined}
        back={{ to: '/tester', label: t('back') }}
      >
        {name === undefined ? (
          <EmptyState icon={FlaskConical} title={t('pick')} text={t('pickText')} />
        ) : (
          <OneTool key={name} name={name} />
        )}
      </SideListPage>
    </>
  )
}

function OneTool({ name }: { readonly name: string }) {
  const t = useTexts(testerTexts)
  const { data, error, refetch } = useQuery({ ...queryOf('get-tool', { name }), staleTime: 60_000 })
  if (data) return <RunTool tool={data} />
  if (isApiError(error, 'not_found'))
    return <EmptyState icon={FlaskConical} title={t('missing')} text={t('missingText')} isPage />
  return (
    <>
      <PageHeader icon={FlaskConical} title={name} />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={360} radius={10} aria-busy />
      )}
    </>
  )
}
