import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import type { InputOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { type Me, meQuery } from '#lib/me.ts'
import { FormSection, SaveBar } from '#ui/form-section.tsx'
import { myPageTexts } from './my-page.i18n.ts'
import { PictureField } from './picture-field.tsx'

const valuesOf = (me: Me) => ({
  name: me.name,
  login_id: me.login_id ?? '',
  phone: me.phone ?? '',
  picture: me.picture,
})

export function Profile({ me }: { readonly me: Me }) {
  const t = useTexts(myPageTexts)
  const queries = useQueryClient()
  const form = useForm(valuesOf(me))
  const save = useCommand('update-me', {
    done: t('profile.saved'),
    onRefused: form.refuse,
    onDone: (saved) => {
      queries.setQueryData(meQuery().queryKey, saved)
      form.settle(valuesOf(saved))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(changes(form.values, me))
  }
  return (
    <form onSubmit={submit} noValidate>
      <FormSection title={t('profile.title')} text={t('profile.text')}>
        <PictureField
          name={form.values.name}
          value={form.values.picture}
          error={form.errors.picture}
          onChange={(picture) => form.set('picture', picture)}
        />
        <TextInput {...form.field('name')} label={t('profile.name')} autoComplete="name" withAsterisk />
        <TextInput
          {...form.field('login_id')}
          label={t('profile.loginId')}
          description={t('profile.loginIdHint')}
          autoComplete="username"
          spellCheck={false}
        />
        <TextInput {...form.field('phone')} label={t('profile.phone')} type="tel" autoComplete="tel" />
      </FormSection>
      <SaveBar isDirty={form.isDirty} isSaving={save.isPending} onDiscard={form.reset} />
    </form>
  )
}

/** Only what changed: a picture of 200 KB is not sent along with a new phone number. */
function changes(values: ReturnType<typeof valuesOf>, me: Me): InputOf<'update-me'> {
  const before = valuesOf(me)
  return {
    ...(values.name === before.name ? {} : { name: values.name }),
    ...(values.login_id === before.login_id ? {} : { login_id: values.login_id || null }),
    ...(values.phone === before.phone ? {} : { phone: values.phone || null }),
    ...(values.picture === before.picture ? {} : { picture: values.picture }),
  }
}
