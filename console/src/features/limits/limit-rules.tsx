import { ActionIcon, Button, Menu, Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronRight, Ellipsis, Gauge } from 'lucide-react'
import { Fragment } from 'react'
import { call, type OutputOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { localList } from '#lib/list.ts'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { byPriority, isTheDefault, type Limit, ruleOf, subjectKinds, touched, useLimitWords } from './limit-words.ts'
import { limitsTexts } from './limits.i18n.ts'
import classes from './limits.module.css'

interface LimitRulesProps {
  readonly limits: UseQueryResult<OutputOf<'list-limits'>>
  readonly mayWrite: boolean
  onEdit(limit: Limit): void
}

export function LimitRules({ limits, mayWrite, onEdit }: LimitRulesProps) {
  const t = useTexts(limitsTexts)
  const columns = useColumns(mayWrite, onEdit)
  const all = limits.data?.items
  const theDefault = all?.find(isTheDefault)
  const others = all?.filter((limit) => !isTheDefault(limit)).sort(byPriority)
  return (
    <>
      <div className={classes.top}>
        <TheDefault limit={theDefault} onEdit={mayWrite ? onEdit : undefined} />
        <Order />
      </div>
      <DataTable
        id="limits"
        label={t('title')}
        list={localList(others, limits)}
        columns={columns}
        rowKey={({ id }) => id}
        {...(mayWrite ? { onOpen: onEdit } : {})}
        empty={<EmptyState icon={Gauge} title={t('empty.title')} text={t('empty.text')} />}
      />
    </>
  )
}

/** What holds where nobody said anything: visible before everything else. */
function TheDefault({
  limit,
  onEdit,
}: {
  readonly limit: Limit | undefined
  readonly onEdit: LimitRulesProps['onEdit'] | undefined
}) {
  const t = useTexts(limitsTexts)
  const format = useFormat()
  if (!limit) return <Skeleton height={92} radius={10} />
  const figure =
    limit.max < 0
      ? t('default.unlimited')
      : limit.max === 0
        ? t('default.none')
        : t('default.perDay', { max: format.number(limit.max) })
  return (
    <section className={classes.default} aria-label={t('default.title')}>
      <div>
        <h2>{t('default.title')}</h2>
        <p className={classes.defaultFigure}>{figure}</p>
        <p className={classes.note}>{t('default.text')}</p>
      </div>
      {onEdit && (
        <Button variant="default" onClick={() => onEdit(limit)}>
          {t('default.edit')}
        </Button>
      )}
    </section>
  )
}

/** The order in which limits are looked for, as a picture of it. */
function Order() {
  const t = useTexts(limitsTexts)
  return (
    <section className={classes.order} aria-label={t('order.label')}>
      <h2>{t('order.label')}</h2>
      <p className={classes.steps}>
        {subjectKinds.map((kind, index) => (
          <Fragment key={kind}>
            {index > 0 && <ChevronRight size={14} aria-hidden />}
            <span>{t(`subjects.${kind}`)}</span>
          </Fragment>
        ))}
      </p>
      <p className={classes.note}>{t('order.text')}</p>
    </section>
  )
}

function useColumns(mayWrite: boolean, onEdit: (limit: Limit) => void): readonly Column<Limit>[] {
  const t = useTexts(limitsTexts)
  const words = useLimitWords()
  const columns: Column<Limit>[] = [
    {
      key: 'subject',
      header: t('columns.subject'),
      card: 'title',
      cell: (row) => (
        <span className={classes.words}>
          {words.subject(row)}
          <Tag>{t(`subjects.${row.subject_kind}`)}</Tag>
        </span>
      ),
      text: (row) => `${t(`subjects.${row.subject_kind}`)}: ${words.subject(row)}`,
    },
    {
      key: 'target',
      header: t('columns.target'),
      cell: (row) =>
        row.target_kind === 'all' ? (
          words.target(row)
        ) : (
          <span className={classes.words}>
            <code className={classes.target}>{row.target}</code>
            <span className={classes.kind}>{t(`targets.${row.target_kind}`)}</span>
          </span>
        ),
      text: (row) => words.target(row),
    },
    {
      key: 'window',
      header: t('columns.window'),
      cell: (row) => t(`windows.${row.window}`),
      text: (row) => t(`windows.${row.window}`),
    },
    {
      key: 'max',
      header: t('columns.max'),
      align: 'end',
      card: 'corner',
      cell: (row) => <b className={classes.max}>{words.max(row)}</b>,
      text: (row) => row.max,
    },
  ]
  if (!mayWrite) return columns
  return [
    ...columns,
    {
      key: 'actions',
      header: t('columns.actions'),
      isHeaderHidden: true,
      align: 'end',
      width: 56,
      cell: (row) => <LimitMenu limit={row} onEdit={onEdit} />,
    },
  ]
}

function LimitMenu({ limit, onEdit }: { readonly limit: Limit; onEdit(limit: Limit): void }) {
  const t = useTexts(limitsTexts)
  const words = useLimitWords()
  const navigate = useNavigate()
  const remove = useCommand('delete-limit', {
    invalidates: touched,
    done: t('done.removed'),
    undo: () => call('put-limit', ruleOf(limit)),
  })
  const explain = () => {
    const who = limit.subject_kind === 'default' ? {} : { who: `${limit.subject_kind}:${limit.subject}` }
    const tool = limit.target_kind === 'tool' ? { tool: limit.target } : {}
    void navigate({ to: '.', search: { tab: 'explain', ...who, ...tool } as never })
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('actions.menu', { name: words.subject(limit) })}>
          <Ellipsis size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onEdit(limit)}>{t('actions.edit')}</Menu.Item>
        <Menu.Item onClick={explain}>{t('actions.explain')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => remove.mutate({ id: limit.id })}>
          {t('actions.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
