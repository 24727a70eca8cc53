import { useQuery } from '@tanstack/react-query'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import type { Project } from '../project-form.ts'
import { maintenanceTexts } from './maintenance.i18n.ts'
import classes from './maintenance.module.css'
import { MaintenanceNow } from './maintenance-now.tsx'
import { WindowList } from './window-list.tsx'

/** Times when people work on it and nobody is to be alerted: now, once, or again and again. */
export function MaintenanceTab({ project }: { readonly project: Project }) {
  const t = useTexts(maintenanceTexts)
  const mayPlan = useMay('plan-maintenance') && project.is_active
  const query = useQuery(queryOf('list-maintenance', { id: project.id }))
  return (
    <>
      <p className={classes.intro}>{t('intro')}</p>
      {mayPlan && <MaintenanceNow project={project} windows={query.data?.items ?? []} />}
      <WindowList
        project={project}
        windows={query.data?.items}
        error={query.error}
        mayPlan={mayPlan}
        onRetry={() => void query.refetch()}
      />
    </>
  )
}
