import { KeyRound } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './one-time-secret.module.css'
import { uiTexts } from './ui.i18n.ts'

interface OneTimeSecretProps {
  readonly label: string
  readonly value: string
  /** What to do with it, and that it is not shown again. */
  readonly hint: string
}

/** A secret the server tells once: big enough to read out, with a button that copies it. */
export function OneTimeSecret({ label, value, hint }: OneTimeSecretProps) {
  const t = useTexts(uiTexts)
  return (
    <div className={classes.box}>
      <div className={classes.label}>
        <KeyRound size={15} aria-hidden />
        {label}
      </div>
      <div className={classes.line}>
        <output className={classes.value} aria-label={label}>
          {value}
        </output>
        <CopyButton value={value} label={`${label} ${t('copy')}`} />
      </div>
      <p className={classes.hint}>{hint}</p>
    </div>
  )
}
