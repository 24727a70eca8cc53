import { Skeleton, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { FileQuestion, FileText } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { SideList, SideListPage, useIsNarrow } from '#ui/side-list.tsx'
import type { Template } from './template.ts'
import { TemplateEditor } from './template-editor.tsx'
import { templatesTexts } from './templates.i18n.ts'
import classes from './templates.module.css'

export default function TemplatesPage() {
  const t = useTexts(templatesTexts)
  const { key } = useParams({ strict: false }) as { key?: string }
  const { data, error, refetch } = useQuery(queryOf('list-alert-templates'))
  // On a phone the list stands alone, and nothing of it is open.
  const isNarrow = useIsNarrow()
  const shown = key ?? (isNarrow ? undefined : data?.items[0]?.key)
  const template = data?.items.find((one) => one.key === shown)
  const header = <PageHeader icon={FileText} title={t('title')} purpose={t('purpose')} />
  if (error && !data) {
    return (
      <>
        {header}
        <ErrorState error={error} onRetry={() => void refetch()} />
      </>
    )
  }
  const list = data ? (
    <SideList
      label={t('list')}
      current={shown}
      groups={[
        {
          title: t('groups.all'),
          items: data.items.map((one) => ({
            key: one.key,
            label: one.title,
            to: `/templates/${one.key}`,
            ...(isChanged(one) ? { mark: <ChangedMark /> } : {}),
          })),
        },
      ]}
    />
  ) : (
    <Skeleton height={480} radius={10} />
  )
  return (
    <SideListPage
      isWide
      header={header}
      list={list}
      hasChosen={key !== undefined}
      back={{ to: '/templates', label: t('back') }}
    >
      {template && data && <TemplateEditor template={template} fields={data.fields} />}
      {!data && <Skeleton height={480} radius={10} />}
      {data && !template && (
        <>
          {header}
          <EmptyState icon={FileQuestion} title={t('missing.title')} text={t('missing.text')} />
        </>
      )}
    </SideListPage>
  )
}

const isChanged = ({ texts }: Template): boolean => Object.values(texts).some((words) => words.is_changed)

function ChangedMark() {
  const t = useTexts(templatesTexts)
  return (
    <Tooltip label={t('changed')}>
      <span className={classes.dot} role="img" aria-label={t('changed')} />
    </Tooltip>
  )
}
