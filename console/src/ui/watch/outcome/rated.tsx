import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Figure, Found } from './evidence.ts'
import { LevelMark } from './level-mark.tsx'
import { outcomeTexts } from './outcome.i18n.ts'
import classes from './rated.module.css'
import { useFieldName } from './scalars.ts'

const levelOfGrade = (grade: string) => (grade < 'B' ? 'good' : grade < 'D' ? 'warn' : 'bad')

/** One mark for the whole: the letter, and how far it is to full marks. */
export function GradeMark({ grade, score }: { readonly grade: string; readonly score: number }) {
  const t = useTexts(outcomeTexts)
  const level = levelOfGrade(grade)
  return (
    <div className={classes.grade} data-level={level}>
      <span className={classes.letter}>{grade}</span>
      <div className={classes.score}>
        <span>{t('score', { score })}</span>
        <span className={classes.bar} aria-hidden>
          <i style={{ '--share': Math.max(0, Math.min(100, score)) / 100 }} />
        </span>
      </div>
    </div>
  )
}

/** What was measured, a tile each. */
export function FigureTiles({ figures }: { readonly figures: readonly Figure[] }) {
  const name = useFieldName()
  const show = useFigure()
  return (
    <dl className={classes.tiles}>
      {figures.map((figure) => (
        <div key={figure.name} className={classes.tile} data-level={figure.level ?? undefined}>
          <dt>{name(figure.name)}</dt>
          <dd>
            {figure.level && <LevelMark level={figure.level} />}
            {show(figure)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A figure by its unit, else by what its name says it is. */
function useFigure(): (figure: Figure) => string {
  const format = useFormat()
  return ({ name, value, unit }) => {
    if (value === null) return '–'
    if (unit === 'ms' || (unit === undefined && name.endsWith('_ms'))) return format.ms(value)
    if (unit === 'bytes' || (unit === undefined && name.endsWith('_bytes'))) return format.bytes(value)
    if (unit === 'percent') return format.percent(value / 100)
    return unit ? `${format.number(value)} ${unit}` : format.number(value)
  }
}

const urgency = { bad: 0, warn: 1, good: 2 } as const

/** Findings, what should be mended first. */
export function FindingList({ findings }: { readonly findings: readonly Found[] }) {
  const t = useTexts(outcomeTexts)
  const name = useFieldName()
  const sorted = findings.toSorted((a, b) => urgency[a.level] - urgency[b.level])
  return (
    <ul className={classes.findings}>
      {sorted.map(({ name: what, level, value, reason, score }) => (
        <li key={what} className={classes.finding} data-level={level}>
          <LevelMark level={level} />
          <div className={classes.findingWords}>
            <span className={classes.findingName}>
              {name(what)}
              {score !== undefined && <span className={classes.points}>{t('points', { count: score })}</span>}
            </span>
            {value === null ? <span className={classes.reason}>{t('missing')}</span> : value && <code>{value}</code>}
            {reason && <span className={classes.reason}>{reason}</span>}
          </div>
        </li>
      ))}
    </ul>
  )
}
