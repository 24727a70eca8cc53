import { roles } from '@bongsu/contract/permissions.ts'
import { Button, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import type { OutputOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { OneTimeSecret } from '#ui/one-time-secret.tsx'
import { FormDrawer, SideDrawer } from '#ui/side-drawer.tsx'
import { peopleTexts } from './people.i18n.ts'
import classes from './people.module.css'

const blank: { email: string; role: (typeof roles)[number]; valid_days: number } = {
  email: '',
  role: 'user',
  valid_days: 7,
}

export function MakeInvitation({ onClose }: { onClose(): void }) {
  const t = useTexts(peopleTexts)
  const form = useForm(blank)
  const [made, setMade] = useState<OutputOf<'invite-person'>>()
  const invite = useCommand('invite-person', {
    invalidates: ['list-invitations'],
    onRefused: form.refuse,
    onDone: setMade,
  })
  if (made) return <Made invitation={made} onClose={onClose} />
  const send = () => {
    const { email, ...rest } = form.values
    invite.mutate({ ...rest, ...(email.trim() ? { email } : {}) })
  }
  return (
    <FormDrawer
      isOpen
      title={t('invitations.make')}
      submit={t('invitations.submit')}
      canSubmitUnchanged
      isDirty={form.isDirty}
      isSaving={invite.isPending}
      onSubmit={send}
      onClose={onClose}
    >
      <Stack gap="md">
        <TextInput
          {...form.field('email')}
          label={t('invitations.email')}
          description={t('invitations.emailHint')}
          type="email"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <Select
          name="role"
          label={t('invitations.role')}
          data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
          value={form.values.role}
          error={form.errors.role}
          allowDeselect={false}
          checkIconPosition="right"
          onChange={(role) => form.set('role', role)}
        />
        <NumberInput
          name="valid_days"
          label={t('invitations.days')}
          suffix={` ${t('invitations.daysUnit')}`}
          min={1}
          value={form.values.valid_days}
          error={form.errors.valid_days}
          clampBehavior="none"
          allowDecimal={false}
          hideControls
          onChange={(days) => form.set('valid_days', days)}
        />
      </Stack>
    </FormDrawer>
  )
}

function Made({ invitation, onClose }: { readonly invitation: OutputOf<'invite-person'>; onClose(): void }) {
  const t = useTexts(peopleTexts)
  const foot = (
    <>
      <span className={classes.space} />
      <Button onClick={onClose} data-autofocus>
        {t('invitations.close')}
      </Button>
    </>
  )
  return (
    <SideDrawer isOpen title={t('invitations.make')} foot={foot} onClose={onClose}>
      <Stack gap="md" role="status">
        <div className={classes.done}>
          <CircleCheck size={20} aria-hidden />
          <b>{t('invitations.doneTitle')}</b>
        </div>
        <OneTimeSecret label={t('invitations.code')} value={invitation.code} hint={t('invitations.codeHint')} />
      </Stack>
    </SideDrawer>
  )
}
