import { Button } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { RefreshCw, TriangleAlert } from 'lucide-react'
import { ApiError } from '#lib/api-error.ts'
import { useTexts } from '#lib/i18n.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { appTexts } from './app.i18n.ts'
import classes from './error-page.module.css'

interface ErrorPageProps {
  readonly error: unknown
  reset?(): void
}

/** The boundary around every page: what failed, and the way on. The frame around it stays alive. */
export function ErrorPage({ error, reset }: ErrorPageProps) {
  const t = useTexts(appTexts)
  const router = useRouter()
  if (error instanceof ApiError) {
    const retry = () => {
      reset?.()
      void router.invalidate()
    }
    return <ErrorState error={error} onRetry={retry} />
  }
  const isOutdated = isMissingChunk(error)
  const reload = (
    <Button leftSection={<RefreshCw size={15} aria-hidden />} onClick={() => window.location.reload()}>
      {t('failed.reload')}
    </Button>
  )
  return (
    <div role="alert">
      {isOutdated ? (
        <EmptyState isPage icon={RefreshCw} title={t('updated.title')} text={t('updated.text')} action={reload} />
      ) : (
        <EmptyState isPage icon={TriangleAlert} title={t('failed.title')} text={t('failed.text')} action={reload} />
      )}
      {!isOutdated && (
        <details className={classes.details}>
          <summary>{t('failed.details')}</summary>
          <pre>{error instanceof Error ? (error.stack ?? error.message) : String(error)}</pre>
        </details>
      )}
    </div>
  )
}

/** After an update of the server the old page asks for files that are gone. */
const isMissingChunk = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|Importing a module script failed|Unable to preload/.test(error.message)
