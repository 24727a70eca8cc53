import { ActionIcon, Alert, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Boxes, Ellipsis, Plug, Server, Settings2, TriangleAlert } from 'lucide-react'
import type { FormEvent } from 'react'
import { call, queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { useMay } from '#lib/me.ts'
import { Card } from '#ui/card.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { SaveBar } from '#ui/form-section.tsx'
import { KeyFacts, PageHeader } from '#ui/page-header.tsx'
import { StateBadge } from '#ui/state-badge.tsx'
import { Connect } from '#ui/tools/connect.tsx'
import { UrlTabs } from '#ui/url-tabs.tsx'
import { DetailSkeleton } from '#ui/watch/detail-skeleton.tsx'
import { ServerFields } from './server-fields.tsx'
import { ServerOffers } from './server-offers.tsx'
import { fieldsOf, type ServerDetail, touched, valuesOf } from './server-values.ts'
import { serversTexts } from './servers.i18n.ts'
import classes from './servers.module.css'
import { addressOf } from './servers-page.tsx'

export default function ServerPage() {
  const t = useTexts(serversTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery(queryOf('get-virtual-server', { id: Number(id) }))
  useLiveRefresh(['get-virtual-server'], ({ type }) => type === 'tools')
  if (query.error && !query.data)
    return (
      <>
        <PageHeader icon={Server} title={t('one')} />
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </>
    )
  return query.data ? <Loaded key={query.data.id} server={query.data} /> : <DetailSkeleton title={t('one')} />
}

function Loaded({ server }: { readonly server: ServerDetail }) {
  const t = useTexts(serversTexts)
  const mayWrite = useMay('update-virtual-server')
  return (
    <>
      <PageHeader
        icon={Server}
        title={server.title}
        purpose={<Purpose server={server} />}
        actions={mayWrite && <ServerMenu server={server} />}
        facts={<Facts server={server} />}
      />
      <Missing server={server} />
      <UrlTabs
        tabs={[
          {
            key: 'connect',
            label: t('tabs.connect'),
            icon: Plug,
            content: (
              <Card title={t('connect.title')}>
                <Connect server={server.slug} />
              </Card>
            ),
          },
          { key: 'offers', label: t('tabs.offers'), icon: Boxes, content: <ServerOffers server={server} /> },
          ...(mayWrite
            ? [
                {
                  key: 'settings',
                  label: t('tabs.settings'),
                  icon: Settings2,
                  content: <Settings key={server.updated_at} server={server} />,
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

/** Whether it is there, and where. */
function Purpose({ server }: { readonly server: ServerDetail }) {
  const t = useTexts(serversTexts)
  return (
    <span className={classes.purpose}>
      <StateBadge state={server.is_enabled ? 'up' : 'paused'}>{t(server.is_enabled ? 'on' : 'off')}</StateBadge>
      <span className={classes.path}>
        <code>{addressOf(server)}</code>
        <CopyButton value={addressOf(server)} />
      </span>
    </span>
  )
}

function Facts({ server }: { readonly server: ServerDetail }) {
  const t = useTexts(serversTexts)
  const format = useFormat()
  const resources = server.resources.length + server.resource_templates.length
  return (
    <KeyFacts
      facts={[
        { label: t('facts.tools'), value: format.number(server.tool_count) },
        { label: t('facts.resources'), value: format.number(resources) },
        { label: t('facts.prompts'), value: format.number(server.prompts.length) },
      ]}
    />
  )
}

/** Chosen, but not there: of a source that is down, or a tool that is gone. */
function Missing({ server }: { readonly server: ServerDetail }) {
  const t = useTexts(serversTexts)
  if (server.missing.length === 0) return null
  return (
    <Alert
      className={classes.missing}
      color="yellow"
      icon={<TriangleAlert size={18} aria-hidden />}
      title={t('missing')}
    >
      {server.missing.map(({ source, names }) => (
        <p key={source}>
          {names.length === 0 ? t('missingSource', { source }) : t('missingNames', { source, names: names.join(', ') })}
        </p>
      ))}
    </Alert>
  )
}

function ServerMenu({ server: { id, title, is_enabled: isEnabled } }: { readonly server: ServerDetail }) {
  const t = useTexts(serversTexts)
  const navigate = useNavigate()
  const enable = useCommand('update-virtual-server', {
    invalidates: touched,
    done: ({ is_enabled: isOn }) => t(isOn ? 'done.enabled' : 'done.disabled', { name: title }),
    undo: () => call('update-virtual-server', { id, is_enabled: isEnabled }),
  })
  const remove = useCommand('remove-virtual-server', {
    invalidates: ['list-virtual-servers'],
    done: t('done.removed', { name: title }),
    undo: () => call('restore-virtual-server', { id }),
    onDone: () => void navigate({ to: '/servers' }),
  })
  return (
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
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => remove.mutate({ id })}>
          {t('actions.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Settings({ server }: { readonly server: ServerDetail }) {
  const t = useTexts(serversTexts)
  const before = valuesOf(server)
  const form = useForm(before)
  const save = useCommand('update-virtual-server', {
    invalidates: touched,
    done: t('done.saved'),
    undo: () => call('update-virtual-server', { id: server.id, ...fieldsOf(before) }),
    onRefused: form.refuse,
    onDone: () => form.settle(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ id: server.id, ...fieldsOf(form.values) })
  }
  return (
    <form onSubmit={submit} noValidate>
      <ServerFields form={form} />
      <SaveBar isDirty={form.isDirty} isSaving={save.isPending} onDiscard={form.reset} />
    </form>
  )
}
