import { ActionIcon, Button, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { CirclePause, CirclePlay, Ellipsis, RefreshCw, Trash2, Wrench } from 'lucide-react'
import { call, type OutputOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import type { Project } from './project-form.ts'
import { projectTouches } from './project-touches.ts'
import { projectsTexts } from './projects.i18n.ts'

/** Look now, and what else can be done with a project. */
export function ProjectActions({ project }: { readonly project: Project }) {
  if (!project.is_active) return null
  return (
    <>
      <MoreMenu project={project} />
      <CheckNow project={project} />
    </>
  )
}

function CheckNow({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const may = useMay('check-project-now')
  const check = useCommand('check-project-now', {
    done: (output) => saying(output, t),
    invalidates: [...projectTouches, 'get-history-strips', 'list-results', 'get-result'],
  })
  if (!may) return null
  return (
    <Button
      leftSection={<RefreshCw size={15} aria-hidden />}
      loading={check.isPending}
      disabled={project.is_paused}
      onClick={() => check.mutate({ id: project.id })}
    >
      {t('page.checkNow')}
    </Button>
  )
}

function saying(
  { items }: OutputOf<'check-project-now'>,
  t: ReturnType<typeof useTexts<typeof projectsTexts.ko>>,
): string {
  const notUp = items.filter(({ outcome }) => outcome.state !== 'up').length
  return notUp === 0 ? t('page.checkedUp') : t('page.checkedNot', { count: notUp })
}

function MoreMenu({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const navigate = useNavigate()
  const { id, title, is_paused } = project
  const mayPause = useMay('stop-project-checks')
  const mayPlan = useMay('set-maintenance')
  const mayDelete = useMay('delete-project')
  const pause = useCommand('stop-project-checks', {
    done: t('page.paused'),
    undo: () => call('start-project-checks', { id }),
    invalidates: projectTouches,
  })
  const resume = useCommand('start-project-checks', {
    done: t('page.resumed'),
    undo: () => call('stop-project-checks', { id }),
    invalidates: projectTouches,
  })
  const remove = useDeleteProject(project)
  if (!mayPause && !mayPlan && !mayDelete) return null
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={`${title} ${t('page.more')}`}>
          <Ellipsis size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayPause && !is_paused && (
          <Menu.Item leftSection={<CirclePause size={15} aria-hidden />} onClick={() => pause.mutate({ id })}>
            {t('page.pause')}
          </Menu.Item>
        )}
        {mayPause && is_paused && (
          <Menu.Item leftSection={<CirclePlay size={15} aria-hidden />} onClick={() => resume.mutate({ id })}>
            {t('page.resume')}
          </Menu.Item>
        )}
        {mayPlan && !project.maintenance_mode && (
          <Menu.Item
            leftSection={<Wrench size={15} aria-hidden />}
            onClick={() => void navigate({ to: '.', search: { tab: 'maintenance' } as never })}
          >
            {t('page.startMaintenance')}
          </Menu.Item>
        )}
        {mayDelete && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => remove.mutate({ id })}>
              {t('page.delete')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Done at once, because it can be taken back: here for ten seconds, in the list of deleted ones for 30 days. */
export function useDeleteProject({ id, title }: Pick<Project, 'id' | 'title'>) {
  const t = useTexts(projectsTexts)
  const navigate = useNavigate()
  return useCommand('delete-project', {
    done: t('page.deleted', { title }),
    undo: () => call('restore-project', { id }),
    invalidates: projectTouches,
    onDone: () => void navigate({ to: '/projects' }),
  })
}
