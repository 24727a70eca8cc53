import { Skeleton, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import classes from './ranked-bars.module.css'
import { usageTexts } from './usage.i18n.ts'

export interface RankedRow {
  readonly key: string
  readonly name: string
  readonly calls: number
  readonly succeeded: number
  readonly failed: number
  readonly refused: number
}

interface RankedBarsProps {
  /** The most first. */
  readonly rows: readonly RankedRow[] | undefined
  /** So many have a bar of their own; the others are one. */
  readonly most?: number
  readonly picked?: string | undefined
  /** What a click on a bar does, said when the pointer rests on it. */
  readonly pickLabel?: (row: RankedRow) => string
  readonly isMono?: boolean
  readonly empty?: ReactNode
  onPick?(row: RankedRow): void
}

const parts = ['succeeded', 'refused', 'failed'] as const

/** Who or what has the most calls, each bar cut into how they ended. Text and bar say the same. */
export function RankedBars({ rows, most = 6, picked, pickLabel, isMono, empty, onPick }: RankedBarsProps) {
  const t = useTexts(usageTexts)
  if (rows === undefined) return <Placeholder lines={most} />
  if (rows.length === 0) return <p className={classes.empty}>{empty ?? t('charts.none')}</p>
  const shown = rows.length > most ? rows.slice(0, most - 1) : rows
  const rest = rows.slice(shown.length)
  const longest = Math.max(...shown.map(({ calls }) => calls), 1)
  const restRow = rest.length > 0 ? sumOf(rest, t('charts.rest', { count: rest.length })) : undefined
  return (
    <ol className={classes.bars}>
      {shown.map((row) => (
        <li key={row.key}>
          {onPick ? (
            <UnstyledButton
              className={classes.row}
              title={pickLabel?.(row)}
              aria-pressed={row.key === picked}
              onClick={() => onPick(row)}
            >
              <Bar row={row} longest={longest} isMono={isMono} />
            </UnstyledButton>
          ) : (
            <div className={classes.row}>
              <Bar row={row} longest={longest} isMono={isMono} />
            </div>
          )}
        </li>
      ))}
      {restRow && (
        <li>
          <div className={classes.row} data-rest>
            <Bar row={restRow} longest={Math.max(longest, restRow.calls)} />
          </div>
        </li>
      )}
    </ol>
  )
}

function Bar({
  row,
  longest,
  isMono,
}: {
  readonly row: RankedRow
  readonly longest: number
  readonly isMono?: boolean | undefined
}) {
  const t = useTexts(usageTexts)
  const format = useFormat()
  const said = t('charts.parts', {
    name: row.name,
    calls: format.number(row.calls),
    succeeded: format.number(row.succeeded),
    failed: format.number(row.failed),
    refused: format.number(row.refused),
  })
  return (
    <span className={classes.bar}>
      <span className="b-visually-hidden">{said}</span>
      <span className={classes.words} aria-hidden>
        <span className={classes.name} data-mono={isMono || undefined}>
          {row.name}
        </span>
        <span className={classes.figure}>{format.number(row.calls)}</span>
      </span>
      <span className={classes.track} aria-hidden>
        {parts.map(
          (part) => row[part] > 0 && <span key={part} data-part={part} style={{ '--share': row[part] / longest }} />,
        )}
      </span>
    </span>
  )
}

function sumOf(rows: readonly RankedRow[], name: string): RankedRow {
  const total = (of: 'calls' | 'succeeded' | 'failed' | 'refused') => rows.reduce((sum, row) => sum + row[of], 0)
  return {
    key: '…',
    name,
    calls: total('calls'),
    succeeded: total('succeeded'),
    failed: total('failed'),
    refused: total('refused'),
  }
}

const Placeholder = ({ lines }: { readonly lines: number }) => (
  <div className={classes.bars} aria-busy>
    {Array.from({ length: lines }, (_line, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
      <Skeleton key={index} height={30} />
    ))}
  </div>
)

/** Names the colours of the bars, once for all of them. */
export function BarLegend() {
  const t = useTexts(usageTexts)
  return (
    <ul className={classes.legend}>
      {parts.map((part) => (
        <li key={part} data-part={part}>
          {t(`groups.${part}`)}
        </li>
      ))}
    </ul>
  )
}
