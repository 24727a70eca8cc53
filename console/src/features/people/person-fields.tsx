import { roles } from '@bongsu/contract/permissions.ts'
import { Radio, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import type { Form } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { peopleTexts } from './people.i18n.ts'
import classes from './people.module.css'

export interface PersonValues {
  readonly email: string
  readonly name: string
  readonly login_id: string
  readonly phone: string
  readonly role: (typeof roles)[number]
}

interface PersonFieldsProps {
  readonly form: Pick<Form<PersonValues>, 'values' | 'errors' | 'field' | 'set'>
  /** Of the person being edited, whose own address is no duplicate. */
  readonly exceptId?: number
  readonly initial?: PersonValues
  readonly isRoleFixed?: boolean
}

/** What adding and editing a person have in common. */
export function PersonFields({ form, exceptId, initial, isRoleFixed = false }: PersonFieldsProps) {
  const t = useTexts(peopleTexts)
  const email = useDuplicate('email', form.values.email, initial?.email, exceptId)
  const loginId = useDuplicate('login_id', form.values.login_id, initial?.login_id, exceptId)
  return (
    <>
      <TextInput {...form.field('name')} label={t('form.name')} withAsterisk autoComplete="off" data-autofocus />
      <TextInput
        {...form.field('email')}
        error={form.errors.email ?? (email === 'taken' ? t('form.taken') : undefined)}
        label={t('form.email')}
        type="email"
        withAsterisk
        autoComplete="off"
        spellCheck={false}
        rightSection={
          email === 'free' && <CircleCheck size={16} className={classes.free} role="img" aria-label={t('form.free')} />
        }
      />
      <TextInput
        {...form.field('login_id')}
        error={form.errors.login_id ?? (loginId === 'taken' ? t('form.taken') : undefined)}
        label={t('form.loginId')}
        description={t('form.loginIdHint')}
        autoComplete="off"
        spellCheck={false}
        rightSection={
          loginId === 'free' && (
            <CircleCheck size={16} className={classes.free} role="img" aria-label={t('form.free')} />
          )
        }
      />
      <TextInput {...form.field('phone')} label={t('form.phone')} type="tel" autoComplete="off" />
      <Radio.Group
        label={t('form.role')}
        value={form.values.role}
        onChange={(role) => form.set('role', role)}
        error={form.errors.role}
        withAsterisk={!isRoleFixed}
      >
        <Stack gap={6} mt={6}>
          {roles.map((role) => (
            <Radio
              key={role}
              value={role}
              className={classes.role}
              label={t(`roles.${role}`)}
              description={t(`rolesHelp.${role}`)}
              disabled={isRoleFixed}
            />
          ))}
        </Stack>
      </Radio.Group>
    </>
  )
}

type Duplicate = 'unknown' | 'taken' | 'free'
const typingPauseMs = 350

/** Asks while the person types, so that a duplicate is no surprise at the end. What looks wrong is the server's to say. */
function useDuplicate(
  field: 'email' | 'login_id',
  value: string,
  initial: string | undefined,
  exceptId: number | undefined,
): Duplicate {
  const typed = value.trim().toLowerCase()
  const [settled] = useDebouncedValue(typed, typingPauseMs)
  const isWorthAsking = settled === typed && typed !== (initial ?? '') && looksComplete(field, typed)
  const { data } = useQuery({
    ...queryOf('check-person-duplicate', { [field]: settled, ...(exceptId ? { except_id: exceptId } : {}) }),
    enabled: isWorthAsking,
    retry: false,
    staleTime: 5000,
  })
  if (!isWorthAsking || !data) return 'unknown'
  return data.is_available ? 'free' : 'taken'
}

const looksComplete = (field: 'email' | 'login_id', value: string): boolean =>
  field === 'email' ? /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value) : /^[a-z0-9][a-z0-9._-]{1,49}$/.test(value)
