import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { CloudOff } from 'lucide-react'
import { useConnection } from '#lib/connection.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useNow } from '#lib/now.ts'
import { appTexts } from '../app.i18n.ts'
import classes from './shell.module.css'

/** What is on screen stays readable; the banner says how old it is. */
export function OfflineBanner() {
  const connection = useConnection()
  return connection.reachable ? null : <Banner since={connection.since} />
}

function Banner({ since }: { readonly since: number }) {
  const t = useTexts(appTexts)
  const format = useFormat()
  const now = useNow()
  const queries = useQueryClient()
  return (
    <div className={classes.offline} role="status">
      <CloudOff size={16} aria-hidden />
      <span>{t('offline.banner', { age: format.duration(Math.max(1000, now - since)) })}</span>
      <Button size="compact-sm" variant="default" onClick={() => void queries.refetchQueries({ type: 'active' })}>
        {t('offline.retry')}
      </Button>
    </div>
  )
}
