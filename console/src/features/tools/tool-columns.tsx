import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { FlaskConical } from 'lucide-react'
import type { OutputOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Column } from '#ui/data-table/column.ts'
import { Tag } from '#ui/state-badge.tsx'
import { EffectTag } from '#ui/tools/effect-tag.tsx'
import { toolTexts } from '#ui/tools/tools.i18n.ts'
import { toolsTexts } from './tools.i18n.ts'
import classes from './tools.module.css'

export type Tool = OutputOf<'browse-tools'>['items'][number]

export function useToolColumns(): readonly Column<Tool>[] {
  const t = useTexts(toolsTexts)
  const words = useTexts(toolTexts)
  return [
    {
      key: 'name',
      header: t('columns.name'),
      card: 'title',
      sort: true,
      width: '24%',
      cell: ({ name, title }) => (
        <span className={classes.names}>
          <code className={classes.name}>{name}</code>
          {title && title !== name && <span className={classes.title}>{title}</span>}
        </span>
      ),
      text: ({ name }) => name,
    },
    {
      key: 'description',
      header: t('columns.description'),
      choice: 'shown',
      cell: ({ description }) => <span className={classes.description}>{description || '–'}</span>,
      text: ({ description }) => description,
    },
    {
      key: 'effect',
      header: t('columns.effect'),
      width: 140,
      cell: ({ effect }) => <EffectTag effect={effect} />,
      text: ({ effect }) => words(`effects.${effect}`),
    },
    {
      key: 'source',
      header: t('columns.source'),
      choice: 'shown',
      card: 'omit',
      width: 120,
      cell: ({ source }) => source.title,
      text: ({ source }) => source.title,
    },
    {
      key: 'scope',
      header: t('columns.scope'),
      choice: 'hidden',
      cell: ({ needs_scope: scope }) => t(scope === 'read' ? 'detail.scopeRead' : 'detail.scopeWrite'),
      text: ({ needs_scope: scope }) => `tools ${scope}`,
    },
    {
      key: 'tags',
      header: t('columns.tags'),
      choice: 'hidden',
      card: 'omit',
      cell: ({ tags }) => (
        <span className={classes.tags}>
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      ),
      text: ({ tags }) => tags.join(', '),
    },
    {
      key: 'calls',
      header: t('columns.calls'),
      sort: 'desc',
      align: 'end',
      width: 112,
      cell: ({ calls }) => <Figure value={calls} />,
      text: ({ calls }) => calls,
    },
    {
      key: 'failures',
      header: t('columns.failures'),
      sort: 'desc',
      align: 'end',
      width: 84,
      card: 'omit',
      cell: ({ failures }) => <Figure value={failures} isBad={failures > 0} />,
      text: ({ failures }) => failures,
    },
    {
      key: 'actions',
      header: t('columns.actions'),
      isHeaderHidden: true,
      align: 'end',
      width: 130,
      card: 'corner',
      cell: ({ name }) => (
        <Button
          component={Link}
          to={`/tester/${name}`}
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<FlaskConical size={14} aria-hidden />}
          aria-label={t('tryNamed', { name })}
        >
          {t('tryRow')}
        </Button>
      ),
    },
  ]
}

/** What never happened is said quietly. */
function Figure({ value, isBad = false }: { readonly value: number; readonly isBad?: boolean }) {
  const format = useFormat()
  return (
    <span className={classes.figure} data-bad={isBad || undefined} data-none={value === 0 || undefined}>
      {format.number(value)}
    </span>
  )
}
