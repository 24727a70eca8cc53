import { Button } from '@mantine/core'
import { CirclePause, Trash2, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { maintenanceTexts } from './maintenance/maintenance.i18n.ts'
import type { Project } from './project-form.ts'
import { projectTouches } from './project-touches.ts'
import { projectsTexts } from './projects.i18n.ts'
import classes from './projects.module.css'

/** What changes the meaning of everything below: deleted, paused, under maintenance. */
export function ProjectBanners({ project }: { readonly project: Project }) {
  if (!project.is_active) return <DeletedBanner project={project} />
  return (
    <>
      {project.maintenance_mode && <MaintenanceBanner project={project} />}
      {project.is_paused && <PausedBanner project={project} />}
    </>
  )
}

function DeletedBanner({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const may = useMay('restore-project')
  const restore = useCommand('restore-project', { done: t('page.restored'), invalidates: projectTouches })
  return (
    <Banner icon={<Trash2 size={16} aria-hidden />} tone="down" text={t('page.deletedBanner')}>
      {may && (
        <Button
          size="compact-sm"
          variant="default"
          loading={restore.isPending}
          onClick={() => restore.mutate({ id: project.id })}
        >
          {t('page.restore')}
        </Button>
      )}
    </Banner>
  )
}

function PausedBanner({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const may = useMay('start-project-checks')
  const resume = useCommand('start-project-checks', { done: t('page.resumed'), invalidates: projectTouches })
  return (
    <Banner icon={<CirclePause size={16} aria-hidden />} tone="degraded" text={t('page.pausedBanner')}>
      {may && (
        <Button
          size="compact-sm"
          variant="default"
          loading={resume.isPending}
          onClick={() => resume.mutate({ id: project.id })}
        >
          {t('page.resume')}
        </Button>
      )}
    </Banner>
  )
}

function MaintenanceBanner({ project }: { readonly project: Project }) {
  const t = useTexts(maintenanceTexts)
  const format = useFormat()
  const may = useMay('set-maintenance')
  const end = useCommand('set-maintenance', {
    done: t('now.ended'),
    invalidates: [...projectTouches, 'list-maintenance'],
  })
  const until = project.maintenance_ends_at
    ? t('banner.until', { time: format.time(project.maintenance_ends_at, 'minute') })
    : t('banner.open')
  return (
    <Banner
      icon={<Wrench size={16} aria-hidden />}
      tone="maintenance"
      text={`${until} ${project.maintenance_message ?? ''}`}
    >
      {may && (
        <Button
          size="compact-sm"
          variant="default"
          loading={end.isPending}
          onClick={() => end.mutate({ id: project.id, maintenance_mode: false })}
        >
          {t('now.end')}
        </Button>
      )}
    </Banner>
  )
}

interface BannerProps {
  readonly icon: ReactNode
  readonly tone: 'down' | 'degraded' | 'maintenance'
  readonly text: string
  readonly children?: ReactNode
}

function Banner({ icon, tone, text, children }: BannerProps) {
  return (
    <div className={classes.banner} data-tone={tone} role="status">
      {icon}
      <span>{text}</span>
      {children}
    </div>
  )
}
