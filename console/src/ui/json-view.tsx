import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './json-view.module.css'
import { uiTexts } from './ui.i18n.ts'

interface JsonViewProps {
  readonly value: unknown
  /** How many levels are open at first. */
  readonly open?: number
}

/** Any JSON value as a tree that folds. Long texts break, nothing is cut. */
export function JsonView({ value, open = 2 }: JsonViewProps) {
  return (
    <div className={classes.view}>
      <div className={classes.copy}>
        <CopyButton value={JSON.stringify(value, null, 2) ?? ''} />
      </div>
      <Node value={value} open={open} />
    </div>
  )
}

interface NodeProps {
  readonly name?: string
  readonly value: unknown
  readonly open: number
}

function Node({ name, value, open }: NodeProps) {
  const label = name === undefined ? null : <span className={classes.name}>{name}</span>
  if (typeof value !== 'object' || value === null) {
    return (
      <div className={classes.leaf}>
        {label}
        <span data-type={value === null ? 'null' : typeof value} className={classes.value}>
          {typeof value === 'string' ? JSON.stringify(value) : String(value)}
        </span>
      </div>
    )
  }
  return <Branch label={label} value={value} open={open} />
}

function Branch({
  label,
  value,
  open,
}: {
  readonly label: React.ReactNode
  readonly value: object
  readonly open: number
}) {
  const t = useTexts(uiTexts)
  const [isOpen, setOpen] = useState(open > 0)
  const entries = Object.entries(value)
  const [before, after] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) {
    return (
      <div className={classes.leaf}>
        {label}
        <span className={classes.value}>{before + after}</span>
      </div>
    )
  }
  return (
    <div>
      <button type="button" className={classes.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <ChevronRight size={13} aria-hidden data-open={isOpen || undefined} className={classes.chevron} />
        {label}
        <span className={classes.count}>
          {before} {t('json.items', { count: entries.length })} {after}
        </span>
      </button>
      {isOpen && (
        <div className={classes.children}>
          {entries.map(([key, item]) => (
            <Node key={key} name={key} value={item} open={open - 1} />
          ))}
        </div>
      )}
    </div>
  )
}
