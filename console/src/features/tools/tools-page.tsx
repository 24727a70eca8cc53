import { toolEffects } from '@bongsu/contract/tools.ts'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FlaskConical, Plug, Wrench } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useTableState } from '#lib/table-state.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { toolTexts } from '#ui/tools/tools.i18n.ts'
import { useToolColumns } from './tool-columns.tsx'
import { toolsTexts } from './tools.i18n.ts'

export default function ToolsPage() {
  const t = useTexts(toolsTexts)
  const words = useTexts(toolTexts)
  const table = useTableState({ filters: { q: '', source: '', tag: '', effect: '' } })
  const list = useList('browse-tools', table.input)
  // What there is to narrow by does not depend on what is narrowed, so one small page of all knows it.
  const choices = useQuery({ ...queryOf('browse-tools', { page_size: 1 }), staleTime: 60_000 }).data
  const columns = useToolColumns()
  const choice = (name: string, count: number) => t('filters.choice', { name, count })
  const actions = (
    <>
      <Button component={Link} to="/tester" leftSection={<FlaskConical size={16} aria-hidden />}>
        {t('try')}
      </Button>
      <Button
        component={Link}
        to="/me"
        search={{ tab: 'tokens' } as never}
        variant="default"
        leftSection={<Plug size={16} aria-hidden />}
      >
        {t('connect')}
      </Button>
    </>
  )
  return (
    <>
      <PageHeader icon={Wrench} title={t('title')} purpose={t('purpose')} actions={actions} />
      <DataTable
        id="tools"
        label={t('title')}
        list={list}
        table={table}
        columns={columns}
        rowKey={({ name }) => name}
        rowHref={({ name }) => `/tools/${name}`}
        empty={<EmptyState icon={Wrench} title={t('empty.title')} text={t('empty.text')} />}
        filters={
          <FilterBar
            table={table}
            search="q"
            searchLabel={t('search')}
            filters={[
              {
                key: 'source',
                label: t('filters.source'),
                options: (choices?.sources ?? []).map(({ id, title, tools }) => ({
                  value: id,
                  label: choice(title, tools),
                })),
              },
              {
                key: 'tag',
                label: t('filters.tag'),
                options: (choices?.tags ?? []).map(({ tag, tools }) => ({ value: tag, label: choice(tag, tools) })),
              },
              {
                key: 'effect',
                label: t('filters.effect'),
                options: toolEffects.map((value) => ({ value, label: words(`effects.${value}`) })),
              },
            ]}
          />
        }
      />
    </>
  )
}
