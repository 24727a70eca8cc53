import { LockKeyhole } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { useMayAccess, useMe } from '#lib/me.ts'
import { usePageTitle } from '#lib/page-title.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { appTexts } from './app.i18n.ts'
import { usePage } from './use-page.ts'

/** A page somebody may not open says so, instead of asking the server for what it will refuse. */
export function PageGuard({ children }: { readonly children: ReactNode }) {
  const access = usePage()?.access
  const may = useMayAccess()
  return access === undefined || may(access) ? children : <ForbiddenPage />
}

function ForbiddenPage() {
  const t = useTexts(appTexts)
  const role = useMe()?.role ?? 'viewer'
  usePageTitle(t('forbidden.title'))
  return (
    <EmptyState
      isPage
      icon={LockKeyhole}
      title={t('forbidden.title')}
      text={t('forbidden.text', { role: t(`roles.${role}`) })}
    />
  )
}
