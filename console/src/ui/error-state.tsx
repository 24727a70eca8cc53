import { Button } from '@mantine/core'
import { CloudOff, LockKeyhole, type LucideIcon, SearchX, TriangleAlert } from 'lucide-react'
import { ApiError } from '#lib/api-error.ts'
import { useTexts } from '#lib/i18n.ts'
import classes from './empty-state.module.css'
import { uiTexts } from './ui.i18n.ts'

interface ErrorStateProps {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
}

/** Something could not be shown: what happened, what to do, and a code to search for. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const t = useTexts(uiTexts)
  const { icon: Icon, title, hint, isFinal } = useExplanation(error)
  const message = hint ?? (error instanceof Error ? error.message : String(error))
  const code = error instanceof ApiError ? error.code : 'console'
  return (
    <div className={classes.empty} role="alert" data-error-state>
      <Icon size={28} strokeWidth={1.5} aria-hidden className={classes.icon} />
      <p className={classes.title}>{title}</p>
      <p className={classes.text}>{message}</p>
      {error instanceof ApiError && error.retryAfter !== undefined && (
        <p className={classes.text}>{t('errors.waitSeconds', { count: error.retryAfter })}</p>
      )}
      {onRetry && !isFinal && (
        <div className={classes.action}>
          <Button variant="default" onClick={onRetry}>
            {t('retry')}
          </Button>
        </div>
      )}
      <p className={classes.code}>
        {t('code')} <code>{code}</code>
      </p>
    </div>
  )
}

interface Explanation {
  readonly icon: LucideIcon
  readonly title: string
  readonly hint?: string
  /** Asking again gives the same answer. */
  readonly isFinal?: boolean
}

function useExplanation(error: unknown): Explanation {
  const t = useTexts(uiTexts)
  const code = error instanceof ApiError ? error.code : undefined
  if (code === 'offline') return { icon: CloudOff, title: t('errors.offline') }
  if (code === 'forbidden')
    return { icon: LockKeyhole, title: t('errors.forbidden'), hint: t('errors.forbiddenHint'), isFinal: true }
  if (code === 'not_found')
    return { icon: SearchX, title: t('errors.notFound'), hint: t('errors.notFoundHint'), isFinal: true }
  return { icon: TriangleAlert, title: t('errors.title') }
}
