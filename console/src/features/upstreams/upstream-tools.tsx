import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { PackageCheck } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { localList } from '#lib/list.ts'
import { useUrlState } from '#lib/url-state.ts'
import { Card } from '#ui/card.tsx'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { EffectTag } from '#ui/tools/effect-tag.tsx'
import { DiffView } from '#ui/watch/outcome/diff-view.tsx'
import { Problems } from './tool-problems.tsx'
import { isWaiting, toolLook, type Upstream, type UpstreamTool } from './upstream.ts'
import { UpstreamToolDetail } from './upstream-tool-detail.tsx'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'
import { useDecide } from './use-decide.ts'

/** What waits to be read comes first; below it everything the server has. */
export function UpstreamTools({ upstream }: { readonly upstream: Upstream }) {
  const t = useTexts(upstreamsTexts)
  const query = useQuery({ ...queryOf('list-upstream-tools', { id: upstream.id }), refetchInterval: 30_000 })
  const [{ tool }, change] = useUrlState({ tool: '' })
  const columns = useColumns()
  const tools = query.data?.items
  const opened = tools?.find(({ name }) => name === tool)
  return (
    <>
      {upstream.waiting_count > 0 && <Approvals upstream={upstream} tools={tools?.filter(isWaiting)} />}
      <DataTable
        id="upstream-tools"
        label={t('tools.all')}
        list={localList(tools, query)}
        columns={columns}
        rowKey={({ name }) => name}
        onOpen={({ name }) => change({ tool: name }, 'push')}
        empty={<EmptyState icon={PackageCheck} title={t('tools.empty')} />}
      />
      {opened && (
        <UpstreamToolDetail
          key={`${opened.name} ${opened.hash}`}
          upstreamId={upstream.id}
          tool={opened}
          onClose={() => change({ tool: '' })}
        />
      )}
    </>
  )
}

interface ApprovalsProps {
  readonly upstream: Upstream
  readonly tools: readonly UpstreamTool[] | undefined
}

function Approvals({ upstream, tools }: ApprovalsProps) {
  const t = useTexts(upstreamsTexts)
  const { approve, reject, isBusy } = useDecide(upstream.id)
  const actions = tools && tools.length > 1 && (
    <span className={classes.decide}>
      <Button size="compact-sm" variant="default" disabled={isBusy} onClick={() => reject(tools)}>
        {t('tools.rejectAll')}
      </Button>
      <Button size="compact-sm" disabled={isBusy} onClick={() => approve(tools)}>
        {t('tools.approveAll', { count: tools.length })}
      </Button>
    </span>
  )
  return (
    <div className={classes.approvals}>
      <Card title={t('tools.waiting')}>
        <div className={classes.waitingLead}>
          <p className={classes.hint}>{t('tools.waitingText')}</p>
          {actions}
        </div>
        {!tools && <Skeleton height={120} aria-busy />}
        <ul className={classes.waitingList}>
          {tools?.map((tool) => (
            <WaitingTool key={tool.name} upstreamId={upstream.id} tool={tool} />
          ))}
        </ul>
      </Card>
    </div>
  )
}

function WaitingTool({ upstreamId, tool }: { readonly upstreamId: number; readonly tool: UpstreamTool }) {
  const t = useTexts(upstreamsTexts)
  const { approve, reject, isBusy } = useDecide(upstreamId)
  return (
    <li>
      <div className={classes.waitingHead}>
        <span className={classes.words}>
          <code className={classes.tool}>{tool.name}</code>
          <Tag tone={toolLook[tool.state]}>{t(`toolStates.${tool.state}`)}</Tag>
        </span>
        <span className={classes.decide}>
          <Button
            size="compact-sm"
            variant="default"
            disabled={isBusy}
            aria-label={`${t('tools.reject')}: ${tool.name}`}
            onClick={() => reject([tool])}
          >
            {t('tools.reject')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={isBusy}
            aria-label={`${t('tools.approve')}: ${tool.name}`}
            onClick={() => approve([tool])}
          >
            {t('tools.approve')}
          </Button>
        </span>
      </div>
      {tool.description && tool.diff === null && <p className={classes.description}>{tool.description}</p>}
      <Problems tool={tool} />
      {tool.diff !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section tabIndex={0} aria-label={`${t('tools.diff')}: ${tool.name}`}>
          <DiffView text={tool.diff} />
        </section>
      )}
    </li>
  )
}

function useColumns(): readonly Column<UpstreamTool>[] {
  const t = useTexts(upstreamsTexts)
  return [
    {
      key: 'name',
      header: t('tools.columns.name'),
      card: 'title',
      cell: (row) => (
        <span className={classes.name}>
          <code className={classes.tool}>{row.name}</code>
          {row.description && <span className={classes.oneLine}>{row.description}</span>}
        </span>
      ),
      text: (row) => row.name,
    },
    {
      key: 'as',
      header: t('tools.columns.as'),
      cell: (row) => (row.tool === null ? t('tools.notOffered') : <code className={classes.tool}>{row.tool}</code>),
      text: (row) => row.tool,
    },
    {
      key: 'effect',
      header: t('tools.columns.effect'),
      cell: (row) => <EffectTag effect={row.effect} />,
      text: (row) => row.effect,
    },
    {
      key: 'state',
      header: t('tools.columns.state'),
      card: 'corner',
      cell: (row) => <Tag tone={toolLook[row.state]}>{t(`toolStates.${row.state}`)}</Tag>,
      text: (row) => t(`toolStates.${row.state}`),
    },
  ]
}
