import { ActionIcon, Button, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { CirclePause, CirclePlay, Copy, Ellipsis, RefreshCw, Trash2 } from 'lucide-react'
import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { monitorTouches } from './monitor-touches.ts'
import type { Monitor } from './monitor-values.ts'
import { monitorsTexts } from './monitors.i18n.ts'

export function MonitorActions({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(monitorsTexts)
  const { id } = monitor
  const mayCheck = useMay('check-monitor-now')
  const check = useCommand('check-monitor-now', {
    done: ({ message }) => t('page.checked', { message }),
    invalidates: [...monitorTouches, 'get-result', 'list-results', 'get-monitor-chart'],
  })
  return (
    <>
      <MoreMenu monitor={monitor} />
      {mayCheck && (
        <Button
          leftSection={<RefreshCw size={15} aria-hidden />}
          loading={check.isPending}
          onClick={() => check.mutate({ id })}
        >
          {t('page.checkNow')}
        </Button>
      )}
    </>
  )
}

function MoreMenu({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(monitorsTexts)
  const navigate = useNavigate()
  const { id, name, is_paused } = monitor
  const mayEdit = useMay('update-monitor')
  const mayDelete = useMay('delete-monitor')
  const pause = useCommand('pause-monitor', {
    done: t('page.paused'),
    undo: () => call('resume-monitor', { id }),
    invalidates: monitorTouches,
  })
  const resume = useCommand('resume-monitor', {
    done: t('page.resumed'),
    undo: () => call('pause-monitor', { id }),
    invalidates: monitorTouches,
  })
  const copy = useCommand('copy-monitor', {
    done: (made) => t('page.copied', { name: made.name }),
    undo: (made) => call('delete-monitor', { id: made.id }),
    invalidates: monitorTouches,
    onDone: (made) =>
      void navigate({
        to: '/monitors/$id',
        params: { id: String(made.id) } as never,
        search: { tab: 'settings' } as never,
      }),
  })
  const remove = useDeleteMonitor(monitor)
  if (!mayEdit && !mayDelete) return null
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={`${name} ${t('page.more')}`}>
          <Ellipsis size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayEdit && !is_paused && (
          <Menu.Item leftSection={<CirclePause size={15} aria-hidden />} onClick={() => pause.mutate({ id })}>
            {t('page.pause')}
          </Menu.Item>
        )}
        {mayEdit && is_paused && (
          <Menu.Item leftSection={<CirclePlay size={15} aria-hidden />} onClick={() => resume.mutate({ id })}>
            {t('page.resume')}
          </Menu.Item>
        )}
        {mayEdit && (
          <Menu.Item leftSection={<Copy size={15} aria-hidden />} onClick={() => copy.mutate({ id, is_paused: true })}>
            {t('page.copy')}
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

/** Done at once, because it can be taken back. */
export function useDeleteMonitor({ id, name, project_id }: Pick<Monitor, 'id' | 'name' | 'project_id'>) {
  const t = useTexts(monitorsTexts)
  const navigate = useNavigate()
  return useCommand('delete-monitor', {
    done: t('page.deleted', { name }),
    undo: () => call('restore-monitor', { id }),
    invalidates: monitorTouches.filter((name) => name !== 'get-monitor'),
    onDone: () =>
      void navigate({
        to: '/projects/$id',
        params: { id: String(project_id) } as never,
        search: { tab: 'monitors' } as never,
      }),
  })
}
