import { Button } from '@mantine/core'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import classes from './form.module.css'
import { uiTexts } from './ui.i18n.ts'
import { UnsavedGuard } from './unsaved-guard.tsx'

interface FormSectionProps {
  readonly title: string
  readonly text?: ReactNode
  readonly children: ReactNode
}

/** Title and explanation on the left, fields on the right; stacked on a phone. */
export function FormSection({ title, text, children }: FormSectionProps) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionWords}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {text && <p className={classes.sectionText}>{text}</p>}
      </div>
      <div className={classes.fields}>{children}</div>
    </section>
  )
}

/** What most people never change, folded away. Opens by itself when one of its fields was refused. */
export function Folded({
  title,
  isForcedOpen = false,
  children,
}: {
  readonly title: string
  readonly isForcedOpen?: boolean
  readonly children: ReactNode
}) {
  const [isOpen, setOpen] = useState(false)
  const open = isOpen || isForcedOpen
  return (
    <div className={classes.folded}>
      <button type="button" className={classes.foldedToggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight size={15} aria-hidden data-open={open || undefined} className={classes.chevron} />
        {title}
      </button>
      {open && <div className={classes.fields}>{children}</div>}
    </div>
  )
}

interface SaveBarProps {
  readonly isDirty: boolean
  readonly isSaving: boolean
  onDiscard(): void
  /** Left out when the bar stands inside a form: then it submits. */
  onSave?(): void
}

/** Save at hand, at the foot of the window, as soon as something changed; guards against leaving. */
export function SaveBar({ isDirty, isSaving, onDiscard, onSave }: SaveBarProps) {
  const t = useTexts(uiTexts)
  return (
    <>
      <UnsavedGuard isDirty={isDirty && !isSaving} />
      {isDirty && (
        <div className={classes.saveBar}>
          <span className={classes.saveText}>{t('unsaved.bar')}</span>
          <Button variant="subtle" color="gray" onClick={onDiscard} disabled={isSaving}>
            {t('unsaved.discard')}
          </Button>
          <Button type={onSave ? 'button' : 'submit'} onClick={onSave} loading={isSaving}>
            {t('save')}
          </Button>
        </div>
      )}
    </>
  )
}
