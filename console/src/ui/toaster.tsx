import { ActionIcon, Button } from '@mantine/core'
import { CircleCheck, CircleX, Info, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { dismissToast, type Toast, useToasts } from '#lib/toasts.ts'
import classes from './toaster.module.css'
import { uiTexts } from './ui.i18n.ts'

const icons = { done: CircleCheck, note: Info, error: CircleX }

/** Shows toasts, the newest nearest to the edge. Time stands still while somebody points at or tabs into one. */
export function Toaster() {
  const t = useTexts(uiTexts)
  const toasts = useToasts()
  return (
    <section className={classes.region} aria-label={t('toast.region')} aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const t = useTexts(uiTexts)
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(() => dismissToast(toast.id), toast.lastsMs)
    return () => clearTimeout(timer)
  }, [toast, isHeld])
  const Icon = icons[toast.tone]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: holding the time still is a courtesy, not an action
    <div
      className={classes.toast}
      data-tone={toast.tone}
      role={toast.tone === 'error' ? 'alert' : undefined}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={18} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        {toast.message}
        {toast.code && <code className={classes.code}>{toast.code}</code>}
      </div>
      {toast.action && (
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            dismissToast(toast.id)
            toast.action?.run()
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <ActionIcon size="sm" aria-label={t('toast.dismiss')} onClick={() => dismissToast(toast.id)}>
        <X size={14} aria-hidden />
      </ActionIcon>
    </div>
  )
}
