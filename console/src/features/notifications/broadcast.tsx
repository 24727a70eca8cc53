import { roles } from '@bongsu/contract/permissions.ts'
import { Input, MultiSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { peopleOptions } from '#lib/remote-options.ts'
import { type AlertSeverity, severities } from '#ui/alerts/alert-types.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import { RemoteMultiSelect } from '#ui/remote-select.tsx'
import { FormDrawer } from '#ui/side-drawer.tsx'
import { touched } from './live-notifications.ts'
import { notificationsTexts } from './notifications.i18n.ts'

interface Announcement {
  readonly title: string
  readonly message: string
  readonly severity: AlertSeverity
  readonly link: string
  readonly roles: (typeof roles)[number][]
  readonly person_ids: number[]
}

const blank: Announcement = { title: '', message: '', severity: 'info', link: '', roles: [], person_ids: [] }

/** An administrator tells everybody, or some, something. */
export function Broadcast({ onClose }: { onClose(): void }) {
  const t = useTexts(notificationsTexts)
  const word = useTexts(alertTexts)
  const form = useForm(blank)
  const [isChosen, setChosen] = useState(false)
  const send = useCommand('broadcast-notification', {
    invalidates: touched,
    done: ({ told }) => t('broadcast.told', { count: told }),
    onRefused: form.refuse,
    onDone: () => {
      form.settle()
      onClose()
    },
  })
  const submit = () => {
    const { link, roles: toRoles, person_ids: people, ...words } = form.values
    send.mutate({ ...words, link: link.trim() || null, ...(isChosen ? { roles: toRoles, person_ids: people } : {}) })
  }
  // Nobody chosen would mean everybody to the server, which is not what is on screen.
  const isNobody = isChosen && form.values.roles.length + form.values.person_ids.length === 0
  return (
    <FormDrawer
      isOpen
      title={t('broadcast.title')}
      submit={t('broadcast.submit')}
      isDirty={form.isDirty}
      isSaving={send.isPending}
      canSubmit={!isNobody}
      onSubmit={submit}
      onClose={onClose}
    >
      <Stack gap="md">
        <Text c="dimmed">{t('broadcast.text')}</Text>
        <TextInput
          {...form.field('title')}
          label={t('broadcast.subject')}
          withAsterisk
          maxLength={200}
          autoComplete="off"
          data-autofocus
        />
        <Textarea
          {...form.field('message')}
          label={t('broadcast.message')}
          withAsterisk
          autosize
          minRows={4}
          maxRows={12}
        />
        <Input.Wrapper label={t('broadcast.severity')} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t('broadcast.severity')}
              data={severities.map((value) => ({ value, label: word(`severities.${value}`) }))}
              value={form.values.severity}
              onChange={(severity) => form.set('severity', severity)}
            />
          </div>
        </Input.Wrapper>
        <Input.Wrapper label={t('broadcast.to')} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t('broadcast.to')}
              data={[
                { value: 'everybody', label: t('broadcast.everybody') },
                { value: 'chosen', label: t('broadcast.chosen') },
              ]}
              value={isChosen ? 'chosen' : 'everybody'}
              onChange={(value) => setChosen(value === 'chosen')}
            />
          </div>
        </Input.Wrapper>
        {isChosen && (
          <>
            <MultiSelect
              name="roles"
              label={t('broadcast.roles')}
              data={roles.map((value) => ({ value, label: t(`broadcast.roleNames.${value}`) }))}
              value={form.values.roles}
              error={form.errors.roles}
              onChange={(value) => form.set('roles', value)}
              hidePickedOptions
            />
            <RemoteMultiSelect
              name="person_ids"
              label={t('broadcast.people')}
              options={peopleOptions}
              values={form.values.person_ids.map(String)}
              error={form.errors.person_ids}
              onChange={(ids) => form.set('person_ids', ids.map(Number))}
            />
          </>
        )}
        <TextInput
          {...form.field('link')}
          label={t('broadcast.link')}
          description={t('broadcast.linkHint')}
          autoComplete="off"
          spellCheck={false}
        />
      </Stack>
    </FormDrawer>
  )
}
