import { Button, Tooltip } from '@mantine/core'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Column } from '#ui/data-table/column.ts'
import { RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { peopleTexts } from './people.i18n.ts'
import classes from './people.module.css'
import { useApprove, useUnlock } from './person-commands.ts'
import { PersonMenu } from './person-menu.tsx'
import type { PersonDialog } from './person-state.ts'
import { type Person, personState } from './person-state.ts'

interface PersonColumnsOptions {
  readonly myId: number | undefined
  onEdit(person: Person): void
  onDialog(dialog: PersonDialog): void
}

export function usePersonColumns({ myId, onEdit, onDialog }: PersonColumnsOptions): readonly Column<Person>[] {
  const t = useTexts(peopleTexts)
  const format = useFormat()
  return [
    {
      key: 'name',
      header: t('columns.name'),
      sort: true,
      card: 'title',
      cell: (person) => <PersonName person={person} isMe={person.id === myId} />,
      text: (person) => person.name,
    },
    {
      key: 'email',
      header: t('columns.email'),
      sort: true,
      cell: (person) => <span className={classes.breakable}>{person.email}</span>,
      text: (person) => person.email,
    },
    {
      key: 'login_id',
      header: t('columns.loginId'),
      choice: 'hidden',
      cell: (person) => person.login_id ?? '–',
      text: (person) => person.login_id,
    },
    {
      key: 'role',
      header: t('columns.role'),
      sort: true,
      cell: (person) => t(`roles.${person.role}`),
      text: (person) => t(`roles.${person.role}`),
    },
    {
      key: 'state',
      header: t('columns.state'),
      cell: (person) => <StateTag person={person} />,
      text: (person) => t(`states.${personState(person)}`),
    },
    {
      key: 'phone',
      header: t('columns.phone'),
      choice: 'hidden',
      card: 'omit',
      cell: (person) => person.phone ?? '–',
      text: (person) => person.phone,
    },
    {
      key: 'last_login_at',
      header: t('columns.lastLogin'),
      sort: 'desc',
      choice: 'shown',
      cell: (person) => <RelativeTime at={person.last_login_at} never={t('never')} />,
      text: (person) => person.last_login_at,
    },
    {
      key: 'created_at',
      header: t('columns.created'),
      sort: 'desc',
      choice: 'shown',
      card: 'omit',
      cell: (person) => format.time(person.created_at, 'date'),
      text: (person) => person.created_at,
    },
    {
      key: 'actions',
      header: t('columns.actions'),
      isHeaderHidden: true,
      align: 'end',
      width: 148,
      card: 'corner',
      cell: (person) => (
        <span className={classes.rowActions}>
          <NextStep person={person} />
          <PersonMenu person={person} isSelf={person.id === myId} onEdit={() => onEdit(person)} onDialog={onDialog} />
        </span>
      ),
    },
  ]
}

function PersonName({ person, isMe }: { readonly person: Person; readonly isMe: boolean }) {
  const t = useTexts(peopleTexts)
  return (
    <span className={classes.name}>
      <span className={classes.initial} aria-hidden>
        {[...person.name][0]?.toUpperCase()}
      </span>
      <span className={classes.breakable}>{person.name}</span>
      {isMe && <Tag tone="accent">{t('you')}</Tag>}
    </span>
  )
}

const tones = { waiting: 'degraded', locked: 'down', disabled: 'paused' } as const

export function StateTag({ person }: { readonly person: Person }) {
  const t = useTexts(peopleTexts)
  const format = useFormat()
  const state = personState(person)
  if (state === 'active') return <span>{t('states.active')}</span>
  const tag = <Tag tone={tones[state]}>{t(`states.${state}`)}</Tag>
  if (state !== 'locked') return tag
  return <Tooltip label={t('lockedUntil', { time: format.time(person.locked_until) })}>{tag}</Tooltip>
}

/** What the person is waiting for, one click away. */
function NextStep({ person }: { readonly person: Person }) {
  const t = useTexts(peopleTexts)
  const approve = useApprove()
  const unlock = useUnlock()
  const state = personState(person)
  if (state === 'waiting') {
    return (
      <Button
        size="compact-sm"
        variant="light"
        loading={approve.isPending}
        aria-label={`${person.name} ${t('actions.approve')}`}
        onClick={() => approve.mutate({ id: person.id })}
      >
        {t('actions.approve')}
      </Button>
    )
  }
  if (state !== 'locked') return null
  return (
    <Button
      size="compact-sm"
      variant="light"
      loading={unlock.isPending}
      aria-label={`${person.name} ${t('actions.unlock')}`}
      onClick={() => unlock.mutate({ id: person.id })}
    >
      {t('actions.unlock')}
    </Button>
  )
}
