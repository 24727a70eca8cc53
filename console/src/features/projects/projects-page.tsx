import { Button, SegmentedControl, VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { LayoutGrid, Pause, Play, Plus, Radar, RotateCcw, Table2, Trash2 } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useMay } from '#lib/me.ts'
import { useUrlState } from '#lib/url-state.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { NoMatch } from '#ui/data-table/no-match.tsx'
import { TableFoot } from '#ui/data-table/table-foot.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { type BulkVerb, useProjectBulk } from './project-bulk.ts'
import { ProjectCards } from './project-cards.tsx'
import { type ProjectRow, useProjectColumns } from './project-columns.tsx'
import { listInput, useProjectFilters, useProjectTable } from './project-filters.ts'
import { projectsTexts } from './projects.i18n.ts'
import classes from './projects.module.css'
import { useLiveProjects } from './use-live-projects.ts'
import { useProjectHistory } from './use-project-history.ts'

export default function ProjectsPage() {
  const t = useTexts(projectsTexts)
  const mayAdd = useMay('create-project')
  const table = useProjectTable()
  const [{ view }, setView] = useUrlState({ view: 'table' })
  const list = useList('list-projects', listInput(table.input))
  // A phone has no room for a table; the cards say the same in less.
  const isPhone = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false }) ?? false
  const isDeleted = table.filters.scope === 'deleted'
  const ids = isDeleted ? [] : list.rows.map(({ id }) => id)
  const history = useProjectHistory(ids)
  const columns = useProjectColumns(history, isDeleted)
  useLiveProjects(ids)

  const add = mayAdd && <AddButton />
  const filters = (
    <FilterBar table={table} search="q" searchLabel={t('filter.search')} filters={useProjectFilters()}>
      {!isDeleted && !isPhone && <ViewSwitch view={view} onChange={(next) => setView({ view: next })} />}
    </FilterBar>
  )
  const empty = isDeleted ? (
    <EmptyState icon={Trash2} title={t('list.noneDeleted')} text={t('list.noneDeletedText')} />
  ) : (
    <EmptyState icon={Radar} title={t('list.noneTitle')} text={t('list.noneText')} action={add} />
  )
  return (
    <>
      <PageHeader icon={Radar} title={t('title')} purpose={t('purpose')} actions={add} />
      {(view === 'cards' || isPhone) && !isDeleted ? (
        <>
          <div className={classes.bar}>{filters}</div>
          {list.error && list.rows.length === 0 ? (
            <ErrorState error={list.error} onRetry={list.refetch} />
          ) : !list.isPending && list.rows.length === 0 ? (
            <div className={classes.panel}>{table.isFiltered ? <NoMatch onClear={table.clearFilters} /> : empty}</div>
          ) : (
            <ProjectCards list={list} history={history} />
          )}
          {list.total > 0 && <TableFoot table={table} total={list.total} />}
        </>
      ) : (
        <DataTable
          id="projects"
          label={t('title')}
          list={list}
          table={isDeleted ? { ...table, isFiltered: false } : table}
          columns={columns}
          rowKey={(row) => row.id}
          rowHref={(row) => `/projects/${row.id}`}
          rowMark={(row) => `project:${row.id}`}
          filters={filters}
          empty={empty}
          {...(mayAdd
            ? {
                bulk: (rows: readonly ProjectRow[], clear: () => void) => (
                  <Bulk rows={rows} isDeleted={isDeleted} onDone={clear} />
                ),
              }
            : {})}
        />
      )}
    </>
  )
}

function AddButton() {
  const t = useTexts(projectsTexts)
  return (
    <Button component={Link} to="/projects/new" leftSection={<Plus size={15} aria-hidden />}>
      {t('add')}
    </Button>
  )
}

function ViewSwitch({ view, onChange }: { readonly view: string; onChange(view: string): void }) {
  const t = useTexts(projectsTexts)
  const choice = (value: 'table' | 'cards', Icon: typeof Table2) => ({
    value,
    label: (
      <span className={classes.viewChoice}>
        <Icon size={15} aria-hidden />
        <VisuallyHidden>{t(`view.${value}`)}</VisuallyHidden>
      </span>
    ),
  })
  return (
    <SegmentedControl
      className={classes.viewSwitch}
      aria-label={t('view.label')}
      data={[choice('table', Table2), choice('cards', LayoutGrid)]}
      value={view}
      onChange={onChange}
    />
  )
}

interface BulkProps {
  readonly rows: readonly ProjectRow[]
  readonly isDeleted: boolean
  onDone(): void
}

function Bulk({ rows, isDeleted, onDone }: BulkProps) {
  const t = useTexts(projectsTexts)
  const mayDelete = useMay('delete-project')
  const mayPause = useMay('stop-project-checks')
  const { run, busy } = useProjectBulk()
  const ids = rows.map(({ id }) => id)
  const button = (verb: BulkVerb, Icon: typeof Pause, isDestructive = false) => (
    <Button
      size="compact-sm"
      variant={isDestructive ? 'subtle' : 'default'}
      {...(isDestructive ? { color: 'red' } : {})}
      leftSection={<Icon size={14} aria-hidden />}
      loading={busy === verb}
      disabled={busy !== undefined && busy !== verb}
      onClick={() => void run(verb, ids).then(onDone)}
    >
      {t(`bulk.${verb}`)}
    </Button>
  )
  if (isDeleted) return mayDelete && button('restore', RotateCcw)
  return (
    <>
      {mayPause && button('pause', Pause)}
      {mayPause && button('resume', Play)}
      {mayDelete && button('delete', Trash2, true)}
    </>
  )
}
