import type { ReactNode } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './key-value.module.css'
import { uiTexts } from './ui.i18n.ts'

export interface KeyValueItem {
  readonly label: string
  readonly value: ReactNode
  /** Offers to copy this text. */
  readonly copy?: string
}

/** Facts as label and value, two columns that fold on a phone. An absent value says so. */
export function KeyValue({ items }: { readonly items: readonly KeyValueItem[] }) {
  const t = useTexts(uiTexts)
  return (
    <dl className={classes.list}>
      {items.map(({ label, value, copy }) => (
        <div key={label} className={classes.item}>
          <dt>{label}</dt>
          <dd>
            {value ?? <span className={classes.none}>{t('noValue')}</span>}
            {copy !== undefined && <CopyButton value={copy} label={`${label} ${t('copy')}`} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
