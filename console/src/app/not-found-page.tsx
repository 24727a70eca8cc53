import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { useTexts } from '#lib/i18n.ts'
import { usePageTitle } from '#lib/page-title.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { appTexts } from './app.i18n.ts'

export function NotFoundPage() {
  const t = useTexts(appTexts)
  usePageTitle(t('notFound.title'))
  const back = (
    <Button component={Link} to="/" variant="default">
      {t('notFound.back')}
    </Button>
  )
  return <EmptyState isPage icon={SearchX} title={t('notFound.title')} text={t('notFound.text')} action={back} />
}
