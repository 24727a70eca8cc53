import { Button, Stack } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import type { OutputOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { OneTimeSecret } from '#ui/one-time-secret.tsx'
import { FormDrawer, SideDrawer } from '#ui/side-drawer.tsx'
import { PasswordChoice } from './password-choice.tsx'
import { peopleTexts } from './people.i18n.ts'
import classes from './people.module.css'
import { touched } from './person-commands.ts'
import { PersonFields, type PersonValues } from './person-fields.tsx'

interface AddValues extends PersonValues {
  readonly password: string | null
}

const blank: AddValues = { email: '', name: '', login_id: '', phone: '', role: 'user', password: null }

export function AddPerson({ onClose }: { onClose(): void }) {
  const [added, setAdded] = useState<OutputOf<'add-person'>>()
  return added ? (
    <Added person={added} onAgain={() => setAdded(undefined)} onClose={onClose} />
  ) : (
    <AddForm onAdded={setAdded} onClose={onClose} />
  )
}

function AddForm({ onAdded, onClose }: { onAdded(person: OutputOf<'add-person'>): void; onClose(): void }) {
  const t = useTexts(peopleTexts)
  const form = useForm(blank)
  const add = useCommand('add-person', { invalidates: touched, onRefused: form.refuse, onDone: onAdded })
  const send = () => {
    const { login_id: loginId, phone, password, ...rest } = form.values
    add.mutate({
      ...rest,
      ...(loginId.trim() ? { login_id: loginId } : {}),
      ...(phone.trim() ? { phone } : {}),
      ...(password === null ? {} : { password }),
    })
  }
  return (
    <FormDrawer
      isOpen
      title={t('add.title')}
      submit={t('add.submit')}
      isDirty={form.isDirty}
      isSaving={add.isPending}
      onSubmit={send}
      onClose={onClose}
    >
      <Stack gap="md">
        <PersonFields form={form} />
        <PasswordChoice
          value={form.values.password}
          error={form.errors.password}
          onChange={(password) => form.set('password', password)}
        />
      </Stack>
    </FormDrawer>
  )
}

interface AddedProps {
  readonly person: OutputOf<'add-person'>
  onAgain(): void
  onClose(): void
}

function Added({ person, onAgain, onClose }: AddedProps) {
  const t = useTexts(peopleTexts)
  const foot = (
    <>
      <Button variant="default" onClick={onAgain}>
        {t('add.another')}
      </Button>
      <span className={classes.space} />
      <Button onClick={onClose} data-autofocus>
        {t('add.close')}
      </Button>
    </>
  )
  return (
    <SideDrawer isOpen title={t('add.title')} foot={foot} onClose={onClose}>
      <Stack gap="md" role="status">
        <div className={classes.done}>
          <CircleCheck size={20} aria-hidden />
          <div>
            <b>{t('add.doneTitle')}</b>
            <p>{t('add.doneText', { name: person.name, email: person.email })}</p>
          </div>
        </div>
        {person.generated_password !== null && (
          <OneTimeSecret label={t('add.secret')} value={person.generated_password} hint={t('add.secretHint')} />
        )}
      </Stack>
    </SideDrawer>
  )
}
