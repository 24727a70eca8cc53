import { ActionIcon, Button, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { projectOptions } from '#lib/remote-options.ts'
import { showToast } from '#lib/toasts.ts'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import { RemoteSelect } from '#ui/remote-select.tsx'
import { FormDrawer } from '#ui/side-drawer.tsx'
import { touched, type UpstreamDetail } from './upstream.ts'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'

export function UpstreamActions({ upstream }: { readonly upstream: UpstreamDetail }) {
  const t = useTexts(upstreamsTexts)
  const [dialog, setDialog] = useState<'remove' | 'watch'>()
  const { id, title, is_enabled: isEnabled } = upstream
  const refresh = useCommand('refresh-upstream', {
    invalidates: touched,
    onDone: ({ ok, message }) => showToast({ tone: ok ? 'done' : 'error', message }),
  })
  const enable = useCommand('update-upstream', {
    invalidates: touched,
    done: ({ is_enabled: isOn }) => t(isOn ? 'done.enabled' : 'done.disabled', { name: title }),
    undo: () => call('update-upstream', { id, is_enabled: isEnabled }),
  })
  return (
    <>
      <Button
        variant="default"
        leftSection={<RefreshCw size={16} aria-hidden />}
        loading={refresh.isPending}
        disabled={!isEnabled}
        onClick={() => refresh.mutate({ id })}
      >
        {t('actions.refresh')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" variant="default" aria-label={t('actions.menu')}>
            <Ellipsis size={17} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => enable.mutate({ id, is_enabled: !isEnabled })}>
            {t(isEnabled ? 'actions.disable' : 'actions.enable')}
          </Menu.Item>
          {upstream.kind === 'http' && <Menu.Item onClick={() => setDialog('watch')}>{t('actions.watch')}</Menu.Item>}
          {!upstream.is_from_file && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" onClick={() => setDialog('remove')}>
                {t('actions.remove')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'remove' && <Remove upstream={upstream} onClose={() => setDialog(undefined)} />}
      {dialog === 'watch' && <Watch upstream={upstream} onClose={() => setDialog(undefined)} />}
    </>
  )
}

interface DialogProps {
  readonly upstream: UpstreamDetail
  onClose(): void
}

function Remove({ upstream: { id, title, tool_count: tools }, onClose }: DialogProps) {
  const t = useTexts(upstreamsTexts)
  const navigate = useNavigate()
  const remove = useCommand('remove-upstream', {
    invalidates: ['list-upstreams', 'browse-tools'],
    done: t('done.removed', { name: title }),
    undo: () => call('restore-upstream', { id }),
    onDone: () => void navigate({ to: '/upstreams' }),
  })
  return (
    <ConfirmDestructive
      isOpen
      title={t('remove.title', { name: title })}
      text={t('remove.text', { count: tools })}
      verb={t('remove.verb')}
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate({ id })}
      onClose={onClose}
    />
  )
}

function Watch({ upstream: { id }, onClose }: DialogProps) {
  const t = useTexts(upstreamsTexts)
  const navigate = useNavigate()
  const [project, setProject] = useState('')
  const watch = useCommand('watch-upstream', {
    done: t('done.watching'),
    onDone: (monitor) => {
      onClose()
      void navigate({ to: '/monitors/$id', params: { id: String(monitor.id) } as never })
    },
  })
  return (
    <FormDrawer
      isOpen
      title={t('watch.title')}
      submit={t('watch.submit')}
      isDirty={project !== ''}
      isSaving={watch.isPending}
      onSubmit={() => watch.mutate({ id, project_id: Number(project) })}
      onClose={onClose}
    >
      <p className={classes.hint}>{t('watch.text')}</p>
      <RemoteSelect
        isRequired
        label={t('watch.project')}
        options={projectOptions}
        value={project}
        onChange={setProject}
      />
    </FormDrawer>
  )
}
