import { Alert, Button, Skeleton, Stack, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Clock3, ShieldCheck } from 'lucide-react'
import { call, type InputOf, queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { RichText } from '#ui/rich-text.tsx'
import { FormDrawer, SideDrawer } from '#ui/side-drawer.tsx'
import { peopleTexts } from './people.i18n.ts'
import classes from './people.module.css'
import { StateTag } from './person-columns.tsx'
import { touched, useApprove, useUnlock } from './person-commands.ts'
import { PersonFields, type PersonValues } from './person-fields.tsx'
import type { PersonDialog } from './person-state.ts'
import { type Person, personState } from './person-state.ts'

interface EditPersonProps {
  readonly id: number
  readonly isSelf: boolean
  /** As the list has it: the form need not wait for the answer about this one person. */
  readonly known: Person | undefined
  onClose(): void
  onDialog(dialog: PersonDialog): void
}

export function EditPerson(props: EditPersonProps) {
  const t = useTexts(peopleTexts)
  const query = useQuery(queryOf('get-person', { id: props.id }))
  const person = query.data ?? props.known
  if (person) return <EditForm key={props.id} {...props} person={person} />
  return (
    <SideDrawer isOpen title={t('actions.edit')} onClose={props.onClose}>
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <FormSkeleton />}
    </SideDrawer>
  )
}

const FormSkeleton = () => (
  <Stack gap="md" aria-busy>
    {[0, 1, 2, 3].map((row) => (
      <Skeleton key={row} height={58} />
    ))}
    <Skeleton height={220} />
  </Stack>
)

interface EditValues extends PersonValues {
  readonly is_enabled: boolean
}

const valuesOf = (person: Person): EditValues => ({
  email: person.email,
  name: person.name,
  login_id: person.login_id ?? '',
  phone: person.phone ?? '',
  role: person.role,
  is_enabled: person.is_enabled,
})

function EditForm({ person, isSelf, onClose, onDialog }: EditPersonProps & { readonly person: Person }) {
  const t = useTexts(peopleTexts)
  const initial = valuesOf(person)
  const form = useForm(initial)
  const save = useCommand('update-person', {
    invalidates: touched,
    done: ({ name }) => t('done.saved', { name }),
    // What was there before, whatever was changed.
    undo: ({ id }, input) =>
      call('update-person', { id, ...changes(initial, { ...initial, ...(input as object) } as EditValues) }),
    onRefused: form.refuse,
    onDone: () => {
      form.settle()
      onClose()
    },
  })
  const aside = isSelf ? undefined : (
    <Button variant="subtle" color="red" onClick={() => onDialog({ kind: 'remove', person })}>
      {t('actions.delete')}
    </Button>
  )
  return (
    <FormDrawer
      isOpen
      title={person.name}
      submit={t('form.save')}
      isDirty={form.isDirty}
      isSaving={save.isPending}
      aside={aside}
      onSubmit={() => save.mutate({ id: person.id, ...changes(form.values, initial) })}
      onClose={onClose}
    >
      <Stack gap="md">
        <Standing person={person} isSelf={isSelf} />
        <PersonFields form={form} exceptId={person.id} initial={initial} isRoleFixed={isSelf} />
        <Switch
          label={t('form.enabled')}
          description={t('form.enabledHint')}
          checked={form.values.is_enabled}
          disabled={isSelf}
          onChange={(event) => form.set('is_enabled', event.currentTarget.checked)}
        />
        <Facts person={person} isSelf={isSelf} onReset={() => onDialog({ kind: 'reset', person })} />
      </Stack>
    </FormDrawer>
  )
}

/** Only what changed is sent: two admins editing one person do not undo each other. */
function changes(values: EditValues, before: EditValues): Omit<InputOf<'update-person'>, 'id'> {
  return {
    ...(values.email === before.email ? {} : { email: values.email }),
    ...(values.name === before.name ? {} : { name: values.name }),
    ...(values.role === before.role ? {} : { role: values.role }),
    ...(values.is_enabled === before.is_enabled ? {} : { is_enabled: values.is_enabled }),
    ...((values.login_id || null) === (before.login_id || null) ? {} : { login_id: values.login_id || null }),
    ...((values.phone || null) === (before.phone || null) ? {} : { phone: values.phone || null }),
  }
}

/** What keeps the person from signing in, with the way out; or why some of this form is fixed. */
function Standing({ person, isSelf }: { readonly person: Person; readonly isSelf: boolean }) {
  const t = useTexts(peopleTexts)
  const format = useFormat()
  const approve = useApprove()
  const unlock = useUnlock()
  const state = personState(person)
  if (isSelf) {
    const myPage = (inner: string) => <Link to="/me">{inner}</Link>
    return (
      <Alert color="blue" icon={<ShieldCheck size={18} aria-hidden />} title={t('self.title')}>
        {t('self.text')} <RichText text={t('self.myPage')} parts={{ link: myPage }} />
      </Alert>
    )
  }
  if (state === 'waiting') {
    return (
      <Alert color="yellow" icon={<Clock3 size={18} aria-hidden />}>
        <div className={classes.waitingLine}>
          <StateTag person={person} />
          <Button
            size="compact-sm"
            variant="default"
            loading={approve.isPending}
            onClick={() => approve.mutate({ id: person.id })}
          >
            {t('actions.approve')}
          </Button>
        </div>
      </Alert>
    )
  }
  if (state !== 'locked') return null
  return (
    <Alert color="red" icon={<Clock3 size={18} aria-hidden />}>
      <div className={classes.waitingLine}>
        <span>{t('lockedUntil', { time: format.time(person.locked_until) })}</span>
        <Button
          size="compact-sm"
          variant="default"
          loading={unlock.isPending}
          onClick={() => unlock.mutate({ id: person.id })}
        >
          {t('actions.unlock')}
        </Button>
      </div>
    </Alert>
  )
}

const languageNames = { ko: '한국어', en: 'English' } as const

function Facts({ person, isSelf, onReset }: { readonly person: Person; readonly isSelf: boolean; onReset(): void }) {
  const t = useTexts(peopleTexts)
  const format = useFormat()
  return (
    <div className={classes.facts}>
      <h3>{t('edit.facts')}</h3>
      <KeyValue
        items={[
          { label: t('edit.lastLogin'), value: <RelativeTime at={person.last_login_at} never={t('never')} /> },
          { label: t('edit.since'), value: format.time(person.created_at, 'date') },
          { label: t('edit.language'), value: languageNames[person.language] },
          { label: t('edit.zone'), value: person.time_zone },
        ]}
      />
      <div className={classes.factLinks}>
        {!isSelf && (
          <Button size="compact-sm" variant="default" onClick={onReset}>
            {t('actions.resetPassword')}
          </Button>
        )}
        <Button
          component={Link}
          to="/sign-ins"
          search={{ person: String(person.id) } as never}
          size="compact-sm"
          variant="default"
        >
          {t('edit.signIns')}
        </Button>
        <Button
          component={Link}
          to="/usage"
          search={{ person: String(person.id) } as never}
          size="compact-sm"
          variant="default"
        >
          {t('edit.usage')}
        </Button>
        <Button
          component={Link}
          to="/limits"
          search={{ tab: 'explain', who: `person:${person.id}` } as never}
          size="compact-sm"
          variant="default"
        >
          {t('edit.limits')}
        </Button>
        <Button
          component={Link}
          to="/audit"
          search={{ person: String(person.id) } as never}
          size="compact-sm"
          variant="default"
        >
          {t('edit.audit')}
        </Button>
      </div>
    </div>
  )
}
