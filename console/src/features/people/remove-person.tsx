import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import { RichText } from '#ui/rich-text.tsx'
import { peopleTexts } from './people.i18n.ts'
import type { Person } from './person-state.ts'

interface RemovePersonProps {
  readonly person: Person
  onClose(): void
  onDone(): void
}

/** Cannot be undone: the address has to be typed. */
export function RemovePerson({ person, onClose, onDone }: RemovePersonProps) {
  const t = useTexts(peopleTexts)
  // The person's own answer is not asked for again: there is none any more.
  const remove = useCommand('delete-person', {
    invalidates: ['list-people'],
    done: t('done.deleted', { name: person.name }),
    onDone,
  })
  return (
    <ConfirmDestructive
      isOpen
      title={t('remove.title', { name: person.name })}
      text={<RichText text={t('remove.text', { email: person.email })} />}
      verb={t('remove.verb')}
      phrase={person.email}
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate({ id: person.id })}
      onClose={onClose}
    />
  )
}
